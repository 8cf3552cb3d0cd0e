// BARS A1 and A2: five checkers and our own eyes on each kind of page, in each way of looking at it.

import { after, before, describe, test } from 'node:test';
import { MODES, holdStill, openDetails, setMode, startBrowser } from '../lib/browser.mjs';
import { ace } from '../lib/checkers/ace.mjs';
import { axe } from '../lib/checkers/axe.mjs';
import { htmlcs } from '../lib/checkers/htmlcs.mjs';
import * as own from '../lib/checkers/own.mjs';
import { LONG } from '../lib/env.mjs';
import { expectNone, line } from '../lib/findings.mjs';
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

const EVERYWHERE = ['light 1280', 'dark 1280', 'light 320', 'dark 320'];

/** All checkers on one open page; `modes` says how axe looks at it. Answers with one line for each fault that is not known. */
async function inspect(page, name, modes) {
  const found = [];
  const note = (mode, findings) => found.push(...findings.map((one) => ({ mode, ...one })));
  await page.evaluate(holdStill);
  await page.evaluate(openDetails);
  for (const mode of modes) {
    await setMode(page, mode);
    note(mode, await axe(page, { contrast: !MODES[mode].forcedColors }));
    if (MODES[mode].width === 320) note(mode, await own.reflow(page));
    if (mode === 'light 320') note(mode, await own.targets(page));
  }
  await setMode(page, 'light 1280');
  note('light 1280', await ace(page));
  note('light 1280', await htmlcs(page));
  note('light 1280', await own.words(page));
  note('light 1280', await own.focus(page));
  await page.evaluate(own.spaceText);
  await setMode(page, 'light 320');
  note('text spacing 320', await own.reflow(page));
  return kept.run.note(name, found).map(({ mode, ...one }) => line(name, mode, one));
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
        expectNone(await inspect(page, name, modesOf(name, path)));
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
      expectNone(await inspect(page, 'form with errors', EVERYWHERE));
    } finally {
      await page.close();
    }
  });
});

describe('the statement on accessibility', () => {
  test('names what the checks find, and nothing else', () => holdStatement(kept, pages));
});
