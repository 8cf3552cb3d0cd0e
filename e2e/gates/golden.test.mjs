// What a screen reader is told, held against checked-in files. Dates and times are not part of it.
// LOTSE_GOLDEN_UPDATE=1 writes the files anew; the difference is then read by a person.

import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { compare, told } from '../lib/golden.mjs';
import { startLotse } from '../lib/server.mjs';
import { visit } from '../lib/visitor.mjs';
import { english, pathOf } from '../pages.mjs';

/** Parts that say the same on every day of the week; `part` is a selector, and each match is one block of the file. */
const PARTS = [
  { file: 'header', path: pathOf('imprint'), part: '.l-skip, .l-header' },
  { file: 'footer', path: pathOf('imprint'), part: '.l-footer' },
  { file: 'start', path: '/', part: 'main h1, main form, section[aria-labelledby=ausweis]' },
  { file: 'stops', path: '/termine', part: 'main h1, main form, main nav, section[aria-labelledby=abo]' },
  { file: 'unknown-place', path: '/termine?ort=Niendrf', part: 'main form, main [role=status], main [role=status] + *' },
  { file: 'stop', path: pathOf('stop with hours'), part: '.l-crumbs, main h1, section[aria-labelledby=weg], .l-do, section[aria-labelledby=mitbringen]' },
  { file: 'stop-past', path: pathOf('stop, past'), part: 'main' },
  { file: 'stop-cancelled', path: pathOf('stop, cancelled'), part: 'main' },
  { file: 'services', path: '/dienste', part: 'main h1, main form, main nav, main .l-tiles' },
  { file: 'search', path: pathOf('search'), part: 'main form, main nav, .l-item:first-child' },
  { file: 'service', path: pathOf('service, online'), part: '.l-crumbs, main' },
  { file: 'report-a-barrier', path: '/barriere-melden', part: '.l-crumbs, main' },
  { file: 'not-found', path: pathOf('not found'), part: 'main' },
];

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const DAY = String.raw`(?:(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?\d{1,2}\.? (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February|March|May|June|July|October|December)(?: \d{4})?`;
const timeless = (text) =>
  text
    .replaceAll(lotse.url, 'SITE')
    .replace(new RegExp(DAY, 'g'), 'DAY')
    .replace(/\b\d+ (Dienste|services|Vorschläge|suggestions)/g, 'N $1');

describe('what a screen reader is told', { concurrency: 2 }, () => {
  for (const { file, path, part } of PARTS) {
    for (const lang of ['de', 'en']) {
      test(`${file} (${lang})`, () =>
        visit(browser, {}, async (page) => {
          await page.goto(lotse.url + (lang === 'de' ? path : english(path)));
          compare(`${file}.${lang}`, await told(page, part, timeless));
        }));
    }
  }

  test('an open list of suggestions', () =>
    visit(browser, {}, async (page) => {
      await page.goto(`${lotse.url}/dienste`);
      await page.locator('#q').pressSequentially('hund');
      await page.getByRole('listbox').waitFor();
      await page.keyboard.press('ArrowDown');
      const text = await told(page, 'form[data-suggest]', timeless);
      compare('suggestions.de', text.replace(/( *- option )"[^"]*"( \[selected\])?:?\n(?:\1"[^"]*"\n)*/g, '$1"…"$2, and more\n'));
    }));
});
