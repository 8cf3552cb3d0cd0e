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

const kept = readStatement('public');
let pages = 0;

/** Looks at one open page; `modes` says how axe does. Answers with one line for each fault that is not known. */
async function faults(page, name, modes) {
  return kept.run.note(name, await inspect(page, modes)).map(({ mode, ...one }) => line(name, mode, one));
}

const CORE = new Set(['start', 'stop with hours', 'search', 'service, online']);

/** By turns, so that the pages of one template are seen in every mode between them. */
const TURNS = [['light 1280', 'dark 320'], ['dark 1280', 'light 320'], ['light 768', 'forced colours 1280']];

/**
 * English pages differ in their words only, and one mode suffices. The long run takes that for granted of no kind of
 * page: each is seen in every mode and both languages. Every other route shares a template with one of them and is
 * seen in two modes.
 */
function modesOf({ name, path, more }) {
  if (LONG) return more === undefined ? Object.keys(MODES) : TURNS[more % TURNS.length];
  if (path.startsWith('/en')) return ['dark 320'];
  return CORE.has(name) ? [...EVERYWHERE, 'forced colours 1280', 'light 768'] : EVERYWHERE;
}

describe('accessibility', { concurrency: 2 }, async () => {
  let looks = 0;
  for (const route of await routes()) {
    const { name, path } = route;
    const modes = modesOf(route);
    pages++;
    looks += modes.length;
    test(`${name} ${path}`, async () => {
      const page = await browser.newPage();
      try {
        await page.goto(lotse.url + path);
        expectNone(await faults(page, name, modes));
      } finally {
        await page.close();
      }
    });
  }

  test('how much is looked at', (context) => context.diagnostic(`${pages} pages, ${looks} looks`));

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
  test('names what the checks find, and nothing else', () => holdStatement(kept, pages, 'accessibility'));
});
