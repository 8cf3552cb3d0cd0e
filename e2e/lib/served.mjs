// A page as it was served: what a browser's window got as answer to its last navigation, wherever that came from – a
// link, a form, a redirect. For pages that no address alone leads to.

import { parse } from './html.mjs';
import { ANSWERS, OFF, PAGES } from './site.mjs';

/** Pages of those who serve and of the stand are asked for anew each time and kept nowhere. */
const SAME = ['the content security policy is the same everywhere', 'the other headers'];
const WORDS = ['ids are unique', 'no inline script, style or handler, no data: or javascript: address', 'every word of a template is filled in', 'language and direction are named', 'places within a page exist'];
const HELP = 'skip link, easy language, sign language, telephone, walk-in and barrier report, in this order';

/**
 * Remembers a window's last page.
 * @param {import('playwright-core').Page} page
 * @returns {() => Promise<import('./crawl.mjs').Answer>}
 */
export function lastServed(page) {
  let last;
  page.on('response', (response) => {
    const redirect = response.status() >= 300 && response.status() < 400;
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame() && !redirect) last = response;
  });
  return async () => {
    const headers = new Headers();
    for (const { name, value } of await last.headersArray()) headers.append(name, value);
    const { pathname, search } = new URL(last.url());
    return { path: pathname + search, from: 'here', status: last.status(), type: headers.get('content-type') ?? '', headers, text: await last.text() };
  };
}

/** Which powers a page must have, and which it may: a display stays on and sounds, a passkey is asked for. */
function powersOf({ path, text }) {
  if (/^(\/en)?\/anzeige\//.test(path)) return { must: ['autoplay', 'screen-wake-lock'], may: [] };
  const passkey = ['publickey-credentials-get'];
  if (text.includes('data-passkey=')) return { must: passkey, may: [] };
  return { must: [], may: /^(\/en)?\/(konto|geraet|einladung)(\/|$)/.test(path) ? passkey : [] };
}

/**
 * What is wrong with one answer, in words.
 * @param {import('playwright-core').Page} reader any open page
 * @param {string} base the site's address
 * @param {import('./crawl.mjs').Answer} answer
 */
export async function answerFaults(reader, base, answer) {
  const { path, headers, text } = answer;
  const page = await parse(reader, text);
  const site = { base, answers: new Map([[path, answer]]), pages: new Map([[path, page]]) };
  const found = [...SAME.map((name) => ANSWERS[name](answer, path, site)), ...WORDS.map((name) => PAGES[name](page, path, site))].flat();
  // A screen at the stand is no page to leaf through: it has its way back and nothing else.
  if (text.includes('class="l-footer')) found.push(...PAGES[HELP](page));
  const policy = headers.get('permissions-policy') ?? '';
  const { must, may } = powersOf(answer);
  for (const name of ['geolocation', ...OFF].filter((one) => !may.includes(one))) {
    const wanted = `${name}=${must.includes(name) ? '(self)' : '()'}`;
    if (!policy.includes(wanted)) found.push(`${wanted} is missing`);
  }
  if (headers.get('cache-control') !== 'no-store') found.push(`cache-control ${headers.get('cache-control')}`);
  return found.map((said) => `${path} · ${said}`);
}
