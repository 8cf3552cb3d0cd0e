// Every route there is: headers (BARS X1, X2), help in its place (A9, A10), links, feeds named in pages, and that
// reading changes nothing (X4).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { crawl } from '../lib/crawl.mjs';
import { python } from '../lib/env.mjs';
import { expectNone } from '../lib/findings.mjs';
import { parse } from '../lib/html.mjs';
import { startLotse } from '../lib/server.mjs';
import { english } from '../pages.mjs';

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const OFF = ['accelerometer', 'autoplay', 'camera', 'display-capture', 'fullscreen', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock', 'usb'];

let lotse, browser, answers, unread, read;
/** @type {Map<string, import('../lib/html.mjs').Parsed>} */
const pages = new Map();
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
  unread = contents();
  answers = await crawl(lotse.url);
  read = contents();
  const reader = await browser.newPage();
  for (const [path, { type, text }] of answers) if (type.startsWith('text/html')) pages.set(path, await parse(reader, text));
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** All rows of all tables, and what the exports say. */
function contents() {
  const dump = 'import sqlite3, sys; print("\\n".join(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).iterdump()))';
  const rows = execFileSync(python(), ['-c', dump, lotse.file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { rows, tour: lotse.run('export', 'tour'), services: lotse.run('export', 'services') };
}

/** One line for each answer that a check says something about. */
function each(check, source = answers) {
  const lines = [];
  for (const [path, answer] of source) for (const said of [check(answer, path) ?? []].flat()) lines.push(`${path} · ${said}`);
  expectNone(lines);
}

describe('every route', () => {
  test('the crawl saw the whole site', () => {
    const kinds = ['/termine/', '/bezirke/', '/dienste/', '/themen/', '/lebenslagen/', '/assets/', '/en/termine/', '/en/dienste/', '/api/'];
    for (const kind of kinds) assert.ok([...answers.keys()].some((path) => path.startsWith(kind)), `no route under ${kind}`);
    assert.ok(answers.size > 500, `only ${answers.size} routes`);
  });

  test('links lead somewhere', () => each(({ status, from }, path) => (status < 400 || path.endsWith('/gibt-es-nicht') ? [] : `${status}, linked from ${from}`)));

  test('places within a page exist', () =>
    each(({ linked }, path) =>
      linked.flatMap((href) => {
        const target = new URL(href, lotse.url + path);
        const place = decodeURIComponent(target.hash.slice(1));
        const there = target.origin === lotse.url && place ? pages.get(target.pathname + target.search) : undefined;
        return there && !there.ids.includes(place) ? `${href} has no such place` : [];
      }), pages));

  test('ids are unique', () => each(({ ids }) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`), pages));

  test('the content security policy is the same everywhere', () => each(({ headers }) => (headers.get('content-security-policy') === CSP ? [] : `${headers.get('content-security-policy')}`)));

  test('the other headers', () =>
    each(({ headers }, path) => {
      const open = headers.get('access-control-allow-origin') === '*';
      const wanted = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': open ? 'cross-origin' : 'same-origin', 'set-cookie': null, server: null, 'x-powered-by': null };
      const wrong = Object.entries(wanted).filter(([name, value]) => headers.get(name) !== value).map(([name]) => `${name}: ${headers.get(name)}`);
      return /\.(ics|atom|csv|jsonld)$|^\/api\//.test(path) === open ? wrong : [...wrong, `access-control-allow-origin: ${headers.get('access-control-allow-origin')}`];
    }));

  test('powers of the browser are off, but the position where it is offered', () =>
    each(({ headers }, path) => {
      const policy = headers.get('permissions-policy') ?? '';
      const on = OFF.filter((name) => !policy.includes(`${name}=()`)).map((name) => `${name} is not off`);
      const wanted = pages.get(path)?.offersPosition ? 'geolocation=(self)' : 'geolocation=()';
      return policy.includes(wanted) ? on : [...on, `${wanted} is missing`];
    }));

  test('files are kept for ever, pages are asked for again', () =>
    each(({ headers, status, type }, path) => {
      const said = headers.get('cache-control') ?? '';
      if (path.startsWith('/assets/')) return /max-age=31536000.*immutable/.test(said) ? [] : said;
      return status === 200 && type.startsWith('text/html') && !(said === 'no-cache' && headers.get('etag')) ? `cache-control ${said}, etag ${headers.get('etag')}` : [];
    }));

  test('no inline script, style or handler, no data: or javascript: address', () => each(({ forbidden }) => forbidden, pages));
  test('every word of a template is filled in', () => each(({ placeholders }) => placeholders || [], pages));
  test('skip link, easy language, sign language, telephone, walk-in and barrier report, in this order', () => each(({ landmarks }) => landmarks, pages));

  test('language and direction are named', () =>
    each(({ lang, dir }, path) => (lang === (/^\/en(\/|\?|$)/.test(path) ? 'en' : 'de') && dir === 'ltr' ? [] : `lang ${lang}, dir ${dir}`), pages));

  test('each page names itself in both languages, and the other names it back', () =>
    each(({ alternates, lang }, path) => {
      if (answers.get(path).status !== 200) return [];
      const urls = Object.fromEntries(alternates.map((one) => [one.lang, new URL(one.href, lotse.url)]));
      if (!urls.de || !urls.en) return 'hreflang de or en is missing';
      const german = urls.de.pathname + urls.de.search;
      const other = urls.en.pathname + urls.en.search;
      if (other !== english(german)) return `${german} and ${other} are no pair`;
      const partner = pages.get(lang === 'de' ? other : german);
      return !partner ? 'its pair does not answer' : JSON.stringify(partner.alternates) === JSON.stringify(alternates) ? [] : 'its pair names others';
    }, pages));

  test('stops are told as schema.org events, and nothing else is', () =>
    each(({ jsonLd }, path) => {
      const stop = /^(\/en)?\/termine\/[^.?]+$/.test(path);
      if (jsonLd.length !== (stop ? 1 : 0)) return `${jsonLd.length} blocks`;
      return jsonLd.flatMap((text) => {
        const event = JSON.parse(text);
        const lacks = ['name', 'url', 'location', 'eventStatus', 'organizer'].filter((name) => !event[name]);
        return event['@context'] === 'https://schema.org' && event['@type'] === 'Event' && !lacks.length ? [] : `${event['@type']} lacks ${lacks}`;
      });
    }, pages));

  test('reading changed nothing in the data base', () => {
    assert.equal(read.rows, unread.rows);
    assert.equal(read.tour, unread.tour);
    assert.equal(read.services, unread.services);
  });
});

describe('English pages', () => {
  test('mark names that stay German', async () => {
    const reader = await browser.newPage();
    const lines = [];
    for (const path of ['/en/dienste', '/en/dienste?q=umgezogen', '/en/themen/umzug-wohnen', '/en/dienste/wohnsitz-innerhalb']) {
      const found = await reader.evaluate((html) => {
        const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
        const german = /[äöüß]|\b(beantragen|anmelden|ummelden|und|oder|Wohnsitz)\b/;
        const known = /BAföG/g;
        const own = (el) => [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(' ').trim();
        return [...main.querySelectorAll('*')].filter((el) => german.test(own(el).replace(known, '')) && !el.closest('[lang=de]')).map(own);
      }, answers.get(path)?.text ?? (await (await fetch(lotse.url + path)).text()));
      lines.push(...found.map((text) => `${path} · not marked as German: ${text.slice(0, 120)}`));
    }
    expectNone(lines);
  });
});

describe('methods', () => {
  for (const path of ['/', '/termine', '/dienste/wohngeld', '/termine.ics', '/api/v1/stops', '/healthz']) {
    test(`only reading is allowed at ${path}`, async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const answer = await fetch(lotse.url + path, { method });
        assert.equal(answer.status, 405, method);
        assert.match(answer.headers.get('allow') ?? '', /GET/, method);
        assert.equal(answer.headers.get('content-security-policy'), CSP);
      }
      const [head, get] = [await fetch(lotse.url + path, { method: 'HEAD' }), await fetch(lotse.url + path)];
      assert.equal(head.status, 200);
      assert.equal((await head.text()).length, 0);
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
      await get.text();
    });
  }
});
