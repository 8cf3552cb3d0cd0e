// Which addresses a gate looks at: each kind once, or every route when the tests are told to take their time.

import { PAGES } from '../pages.mjs';
import { LONG } from './env.mjs';
import { startLotse } from './server.mjs';
import { crawl } from './crawl.mjs';

/** The form to report a barrier is linked from every page, and the page's address changes but one word in it. */
const isReport = (path) => path.includes('/barriere-melden?');

/**
 * `more` counts the routes that are no kind of their own but share a template with one.
 * @returns {Promise<(import('../pages.mjs').Kind & {more?: number})[]>}
 */
export async function routes() {
  if (!LONG) return PAGES;
  const lotse = await startLotse();
  try {
    const known = new Set(PAGES.map(({ path }) => path));
    const pages = [...(await crawl(lotse.url)).values()].filter(({ type, status }) => status === 200 && type.startsWith('text/html'));
    // In one order on every machine: the crawl's depends on who answered first.
    const others = pages.map(({ path }) => path).filter((path) => !known.has(path) && !isReport(path)).sort();
    return [...PAGES, ...others.map((path, more) => ({ name: 'page', path, more }))];
  } finally {
    await lotse.stop();
  }
}
