// Which addresses a gate looks at: each kind once, or every route when the tests are told to take their time.

import { PAGES } from '../pages.mjs';
import { LONG } from './env.mjs';
import { startLotse } from './server.mjs';
import { crawl } from './crawl.mjs';

/** @returns {Promise<import('../pages.mjs').Kind[]>} */
export async function routes() {
  if (!LONG) return PAGES;
  const lotse = await startLotse();
  try {
    const known = new Set(PAGES.map(({ path }) => path));
    const pages = [...(await crawl(lotse.url)).values()].filter(({ type, status }) => status === 200 && type.startsWith('text/html'));
    return [...PAGES, ...pages.map(({ path }) => ({ name: 'page', path })).filter(({ path }) => !known.has(path))];
  } finally {
    await lotse.stop();
  }
}
