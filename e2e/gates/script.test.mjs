// What the little script adds: suggestions by keyboard, position on click, printing. And paper.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { startLotse } from '../lib/server.mjs';
import { metres, tabTo, visit } from '../lib/visitor.mjs';
import { pathOf } from '../pages.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const story = (name, tell, options = {}) => test(name, () => visit(browser, options, tell));
const open = (page, path) => page.goto(lotse.url + path);
const focused = (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 120));

describe('by keyboard only', { concurrency: 2 }, () => {
  story('the skip link is first, shows itself and leads to the content', async (page) => {
    await open(page, '/');
    await page.keyboard.press('Tab');
    const skip = page.locator('.l-skip');
    assert.ok(await skip.evaluate((el) => el === document.activeElement), `first is ${await focused(page)}`);
    assert.ok((await skip.boundingBox()).y >= 0, 'the skip link stays outside the window');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('#inhalt').evaluate((el) => el === document.activeElement), `focus is on ${await focused(page)}`);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  });

  story('the menu leads on', async (page) => {
    await open(page, '/');
    await tabTo(page, '.l-nav a[href="/termine"]', 5);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/termine');
  });

  story('every control of the start page is reached once, in order, and none holds the focus', async (page) => {
    await open(page, '/');
    const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, summary')].filter((el) => el.getClientRects().length).length);
    for (let reached = 0; reached < wanted; reached++) {
      await page.keyboard.press('Tab');
      const fresh = await page.evaluate(() => {
        const el = document.activeElement;
        const order = [...document.querySelectorAll('*')].indexOf(el);
        const later = order > (window.lastFocus ?? -1);
        window.lastFocus = order;
        return later;
      });
      assert.ok(fresh, `focus went back to ${await focused(page)}`);
    }
  });

  story('suggestions with arrow keys, Escape and Enter', async (page) => {
    await open(page, '/dienste');
    await tabTo(page, '#q');
    await page.keyboard.type('umge');
    const list = page.getByRole('listbox');
    await list.waitFor();
    const field = page.locator('#q');
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    const chosen = await field.getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${chosen}`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await field.inputValue(), 'umge');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const name = await page.locator('[role=option][aria-selected=true]').innerText();
    assert.ok(name.length > 3);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/dienste\/[a-z0-9-]+$/);
  });

  story('the number of suggestions is said', async (page) => {
    await open(page, '/dienste');
    await page.locator('#q').pressSequentially('hund');
    await page.getByRole('listbox').waitFor();
    assert.match(await page.locator('form[data-suggest] [role=status]').innerText(), /^\d+ Vorschl/);
  });

  story('Enter without a choice sends the form', async (page) => {
    await open(page, '/dienste');
    await tabTo(page, '#q');
    await page.keyboard.type('hund');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dienste?q=hund');
  });

  story('the errors of a form have the focus', async (page) => {
    await open(page, '/barriere-melden');
    await tabTo(page, 'main form [type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('.l-errors').waitFor();
    assert.ok(await page.locator('.l-errors').evaluate((el) => el === document.activeElement), `focus is on ${await focused(page)}`);
  });

  story('details open by Enter', async (page) => {
    await open(page, pathOf('stop with hours'));
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('details[open] .l-details__body').first().isVisible());
  });
});

describe('position', () => {
  const niendorf = { latitude: 53.6201234, longitude: 9.9501234 };

  story('is asked on click only, told to three decimals, and sorts the stops', async (page) => {
    await page.addInitScript(() => {
      const ask = navigator.geolocation.getCurrentPosition;
      window.asked = 0;
      Geolocation.prototype.getCurrentPosition = function (...given) {
        window.asked++;
        return ask.apply(navigator.geolocation, given);
      };
    });
    await open(page, '/');
    assert.equal(await page.evaluate(() => window.asked), 0);
    await page.locator('[data-locate]').click();
    await page.waitForURL('**/termine?nah=53.620,9.950');
    const items = await page.locator('.l-list').first().locator('.l-item').allInnerTexts();
    assert.match(items[0], /Tibarg/);
    const away = items.map(metres);
    assert.deepEqual(away, away.toSorted((a, b) => a - b));
  }, { geolocation: niendorf, permissions: ['geolocation'] });

  story('refused: a sentence says what to do instead', async (page) => {
    await open(page, '/termine');
    await page.locator('[data-locate]').click();
    await page.getByText('Ihr Gerät hat den Standort nicht verraten').waitFor();
  }, { permissions: [] });
});

describe('on paper', () => {
  for (const kind of ['stop with hours', 'service, online']) {
    story(`${kind}: the content without header, menu and buttons`, async (page) => {
      await open(page, pathOf(kind));
      await page.emulateMedia({ media: 'print' });
      for (const gone of ['.l-nav', '.l-tools', '.l-crumbs', '.l-skip', 'form', '.l-map', '.kern-btn']) {
        assert.equal(await page.locator(`${gone}:visible`).count(), 0, `${gone} is printed`);
      }
      assert.ok(await page.locator('h1').isVisible());
    });
  }

  story('the print button opens the print dialogue', async (page) => {
    await page.addInitScript(() => (window.print = () => (window.printed = true)));
    await open(page, pathOf('service, online'));
    await page.locator('[data-print]').click();
    assert.ok(await page.evaluate(() => window.printed));
  });
});
