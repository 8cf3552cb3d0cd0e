// Follows every internal link over plain HTTP, from the start pages and the kinds of page. Numbers of an open stop are
// left to their own gates: they are no published pages.

import { PAGES } from '../pages.mjs';

const AT_ONCE = 8;

/**
 * @typedef {{path: string, from: string, status: number, type: string, headers: Headers, text: string}} Answer
 * @param {string} base the site's address
 * @returns {Promise<Map<string, Answer>>} by path with query, without fragment
 */
export async function crawl(base) {
  const answers = new Map();
  const waiting = PAGES.map(({ path }) => ({ path, from: 'pages.mjs' }));
  const seen = new Set(waiting.map(({ path }) => path));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const answer = await get(base, next);
      answers.set(next.path, answer);
      for (const path of linksOf(base, answer)) {
        if (seen.has(path)) continue;
        seen.add(path);
        waiting.push({ path, from: next.path });
      }
    }
  };
  while (waiting.length) await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

/** @returns {Promise<Answer>} */
async function get(base, { path, from }) {
  const response = await fetch(base + path, { redirect: 'manual' });
  const type = response.headers.get('content-type') ?? '';
  return { path, from, status: response.status, type, headers: response.headers, text: await response.text() };
}

const unescape = (text) => text.replace(/&(amp|#38|quot|#34);/g, (_, name) => (name === 'quot' || name === '#34' ? '"' : '&'));

/**
 * Where a page leads to inside the site.
 * @param {string} base
 * @param {Answer} answer
 */
export function linksOf(base, { type, text, path }) {
  if (!type.startsWith('text/html')) return [];
  const found = [...text.matchAll(/<(?:a|link|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"/g)].map(([, target]) => new URL(unescape(target), base + path));
  return found.filter(({ origin, pathname }) => origin === base && !pathname.includes('/nummer/')).map(({ pathname, search }) => pathname + search);
}
