// Five checkers and our own eyes on each kind of page, in each way of looking at it.

import { after, before, describe, test } from 'node:test';
import { MODES, startBrowser } from '../lib/browser.mjs';
import { LONG } from '../lib/env.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { EVERYWHERE, inspect } from '../lib/inspect.mjs';
import { routes } from '../lib/routes.mjs';
import { startLotse } from '../lib/server.mjs';
import { holdStatement, readStatement } from '../lib/statement.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const kept = readStatement();
let pages = 0;

/** Looks at one open page; `modes` says how axe does. Answers with one line for each fault that is not known. */
async function faults(page, name, modes) {
  return kept.run.note(name, await inspect(page, modes)).map(({ mode, ...one }) => line(name, mode, one));
}

const CORE = new Set(['start', 'stop with hours', 'search', 'service, online']);

/** English pages differ in their words only, and one mode suffices; the long run takes none of this for granted. */
function modesOf(name, path) {
  if (LONG) return Object.keys(MODES);
  if (path.startsWith('/en')) return ['dark 320'];
  return CORE.has(name) ? [...EVERYWHERE, 'forced colours 1280', 'light 768'] : EVERYWHERE;
}

describe('accessibility', { concurrency: 2 }, async () => {
  for (const { name, path } of await routes()) {
    pages++;
    test(`${name} ${path}`, async () => {
      const page = await browser.newPage();
      try {
        await page.goto(lotse.url + path);
        expectNone(await faults(page, name, modesOf(name, path)));
      } finally {
        await page.close();
      }
    });
  }

  pages++;
  test('the form with errors /barriere-melden', async () => {
    const page = await browser.newPage();
    try {
      await page.goto(`${lotse.url}/barriere-melden`);
      await page.locator('main form [type=submit]').click();
      await page.locator('.l-errors').waitFor();
      expectNone(await faults(page, 'form with errors', EVERYWHERE));
    } finally {
      await page.close();
    }
  });
});

describe('the statement on accessibility', () => {
  test('names what the checks find, and nothing else', () => holdStatement(kept, pages));
});
