// What the site gate asks of every answer and of every page; kept apart from it, so that a site full of faults can be
// held against the same questions.

import { english } from '../pages.mjs';

export const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** What a browser could lend, and no page has but by a reason. */
export const OFF = ['accelerometer', 'autoplay', 'camera', 'display-capture', 'fullscreen', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock', 'usb'];

/**
 * @typedef {object} Site
 * @property {string} base its address
 * @property {Map<string, import('./crawl.mjs').Answer>} answers
 * @property {Map<string, import('./html.mjs').Parsed>} pages those answers that are HTML
 */

/**
 * Each check says what is wrong with one answer: a line, several, or none.
 * @type {Record<string, (answer: import('./crawl.mjs').Answer, path: string, site: Site) => string | string[]>}
 */
export const ANSWERS = {
  'links lead somewhere': ({ status, from }, path) => (status < 400 || path.endsWith('/gibt-es-nicht') ? [] : `${status}, linked from ${from}`),

  'the content security policy is the same everywhere': ({ headers }) => (headers.get('content-security-policy') === CSP ? [] : `${headers.get('content-security-policy')}`),

  'the other headers': ({ headers }, path) => {
    const open = headers.get('access-control-allow-origin') === '*';
    const wanted = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': open ? 'cross-origin' : 'same-origin', 'set-cookie': null, server: null, 'x-powered-by': null };
    const wrong = Object.entries(wanted).filter(([name, value]) => headers.get(name) !== value).map(([name]) => `${name}: ${headers.get(name)}`);
    return /\.(ics|atom|csv|jsonld)$|^\/api\//.test(path) === open ? wrong : [...wrong, `access-control-allow-origin: ${headers.get('access-control-allow-origin')}`];
  },

  'powers of the browser are off, but the position where it is offered': ({ headers }, path, { pages }) => {
    const policy = headers.get('permissions-policy') ?? '';
    const on = OFF.filter((name) => !policy.includes(`${name}=()`)).map((name) => `${name} is not off`);
    const wanted = pages.get(path)?.offersPosition ? 'geolocation=(self)' : 'geolocation=()';
    return policy.includes(wanted) ? on : [...on, `${wanted} is missing`];
  },

  'files are kept for ever, pages are asked for again': ({ headers, status, type }, path) => {
    const said = headers.get('cache-control') ?? '';
    if (path.startsWith('/assets/')) return /max-age=31536000.*immutable/.test(said) ? [] : `kept as ${said}`;
    return status === 200 && type.startsWith('text/html') && !(said === 'no-cache' && headers.get('etag')) ? `cache-control ${said}, etag ${headers.get('etag')}` : [];
  },
};

/**
 * The same for pages.
 * @type {Record<string, (page: import('./html.mjs').Parsed, path: string, site: Site) => string | string[]>}
 */
export const PAGES = {
  'places within a page exist': ({ linked }, path, { base, pages }) =>
    linked.flatMap((href) => {
      const target = new URL(href, base + path);
      const place = decodeURIComponent(target.hash.slice(1));
      const there = target.origin === base && place ? pages.get(target.pathname + target.search) : undefined;
      return there && !there.ids.includes(place) ? `${href} has no such place` : [];
    }),

  'ids are unique': ({ ids }) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`),
  'no inline script, style or handler, no data: or javascript: address': ({ forbidden }) => forbidden,
  'every word of a template is filled in': ({ placeholders }) => placeholders || [],
  'skip link, easy language, sign language, telephone, walk-in and barrier report, in this order': ({ landmarks }) => landmarks,
  'language and direction are named': ({ lang, dir }, path) => (lang === (/^\/en(\/|\?|$)/.test(path) ? 'en' : 'de') && dir === 'ltr' ? [] : `lang ${lang}, dir ${dir}`),

  'each page names itself in both languages, and the other names it back': ({ alternates, lang }, path, { base, answers, pages }) => {
    if (answers.get(path).status !== 200) return [];
    const urls = Object.fromEntries(alternates.map((one) => [one.lang, new URL(one.href, base)]));
    if (!urls.de || !urls.en) return 'hreflang de or en is missing';
    const german = urls.de.pathname + urls.de.search;
    const other = urls.en.pathname + urls.en.search;
    if (other !== english(german)) return `${german} and ${other} are no pair`;
    const partner = pages.get(lang === 'de' ? other : german);
    return !partner ? 'its pair does not answer' : JSON.stringify(partner.alternates) === JSON.stringify(alternates) ? [] : 'its pair names others';
  },

  'stops are told as schema.org events, and nothing else is': ({ jsonLd }, path) => {
    const stop = /^(\/en)?\/termine\/[^.?]+$/.test(path);
    if (jsonLd.length !== (stop ? 1 : 0)) return `${jsonLd.length} blocks`;
    return jsonLd.flatMap((text) => {
      const event = JSON.parse(text);
      const lacks = ['name', 'url', 'location', 'eventStatus', 'organizer'].filter((name) => !event[name]);
      return event['@context'] === 'https://schema.org' && event['@type'] === 'Event' && !lacks.length ? [] : `${event['@type']} lacks ${lacks}`;
    });
  },
};

/**
 * One line for each thing that a check says.
 * @param {Site} site
 * @param {Map<string, unknown>} source the site's answers or pages
 * @param {Function} check
 * @returns {string[]}
 */
export function say(site, source, check) {
  const lines = [];
  for (const [path, each] of source) for (const said of [check(each, path, site) ?? []].flat()) lines.push(`${path} · ${said}`);
  return lines;
}
