// What a visitor comes for, done without any script.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { startLotse } from '../lib/server.mjs';
import { metres, visit } from '../lib/visitor.mjs';
import { pathOf } from '../pages.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** A test whose browser runs no script. */
const plain = (name, story) => test(name, () => visit(browser, { javaScriptEnabled: false }, story));
const open = (page, path) => page.goto(lotse.url + path);
const addressOf = (page) => page.url().slice(lotse.url.length);
const count = (page, selector) => page.locator(selector).count();

/** The list of stops must lead from the nearest to the farthest. */
async function nearestFirst(page) {
  const items = await page.locator('.l-list').first().locator('.l-item').allInnerTexts();
  const away = items.map(metres).filter((one) => one !== undefined);
  assert.ok(away.length > 1, `no distances on ${page.url()}`);
  assert.deepEqual(away, away.toSorted((a, b) => a - b));
  return items[0];
}

describe('without JavaScript', { concurrency: 2 }, () => {
  for (const [width, height] of [[360, 640], [1280, 720]]) {
    plain(`the start page shows the next stop without scrolling at ${width} by ${height}`, async (page) => {
      await page.setViewportSize({ width, height });
      await open(page, '/');
      const box = await page.locator('.l-now h2 a').first().boundingBox();
      assert.ok(box && box.y + box.height <= height, `the next stop ends at ${box?.y + box?.height} px`);
    });
  }

  plain('from the start page to the next stop, its way and its hours', async (page) => {
    await open(page, '/');
    const name = await page.locator('.l-now h2 a').first().innerText();
    await page.locator('.l-now h2 a').first().click();
    assert.equal(await page.locator('h1').innerText(), name);
    assert.ok(await page.locator('#weg').isVisible());
    assert.equal(await count(page, '.l-hours tbody tr'), 7);
  });

  plain('what is done at a stop and what is not', async (page) => {
    await open(page, pathOf('stop with hours'));
    assert.ok((await count(page, '.l-do__yes li')) > 3);
    assert.ok((await count(page, '.l-do__no li')) > 3);
    assert.equal(await count(page, '.l-access li'), 5);
  });

  plain('stops near a quarter', async (page) => {
    await open(page, '/');
    await page.locator('#ort').fill('Niendorf');
    await page.locator('#ort').press('Enter');
    assert.equal(addressOf(page), '/termine?ort=Niendorf');
    assert.match(await page.locator('[role=status]').innerText(), /Niendorf/);
    assert.match(await nearestFirst(page), /Tibarg/);
  });

  plain('stops near a postcode that crosses a district border', async (page) => {
    await open(page, pathOf('stops near a border postcode'));
    assert.match(await nearestFirst(page), /Süderelbe/);
  });

  plain('a misspelt place is proposed, and the proposal leads on', async (page) => {
    await open(page, '/termine?ort=Niendrf');
    assert.equal(await page.locator('#ort').inputValue(), 'Niendrf');
    await page.locator('main').getByRole('link', { name: 'Niendorf', exact: true }).click();
    assert.match(await nearestFirst(page), /Tibarg/);
  });

  plain('an unknown place is said to be unknown, and all stops stay', async (page) => {
    await open(page, pathOf('stops near an unknown place'));
    assert.match(await page.locator('[role=status]').innerText(), /kennen wir nicht/);
    assert.equal(await page.locator('#ort').inputValue(), 'Nimmerland');
    assert.ok((await count(page, '.l-item')) > 5);
  });

  plain('a cancelled stop says so, with the reason', async (page) => {
    await open(page, pathOf('stop, cancelled'));
    assert.match(await page.locator('main').innerText(), /Fällt aus/);
    assert.match(await page.locator('main').innerText(), /Raum steht nicht zur Verfügung/);
  });

  plain('from everyday words to a service and its answers', async (page) => {
    await open(page, '/');
    await page.locator('#q').fill('umgezogen');
    await page.locator('#q').press('Enter');
    assert.equal(addressOf(page), '/dienste?q=umgezogen');
    await page.locator('.l-item h3 a').first().click();
    const questions = await page.locator('.l-answer h2').allInnerTexts();
    assert.deepEqual(questions, ['Geht das online?', 'Brauche ich den Online-Ausweis?']);
    assert.ok(await page.getByText('Wer ist zuständig').isVisible());
  });

  plain('a filter keeps the words, and words keep in the field', async (page) => {
    await open(page, pathOf('search'));
    const all = await count(page, '.l-item');
    await page.getByRole('link', { name: 'Ohne Online-Ausweis' }).click();
    assert.match(addressOf(page), /q=umgezogen/);
    assert.equal(await page.locator('#q').inputValue(), 'umgezogen');
    assert.ok((await count(page, '.l-item')) < all);
  });

  plain('a search without hit offers topics, the telephone and the next stop', async (page) => {
    await open(page, pathOf('search without hit'));
    const main = page.locator('main');
    assert.ok((await main.locator('.l-tiles a[href^="/themen/"]').count()) > 5);
    assert.ok(await main.locator('a[href="tel:115"]').isVisible());
    assert.match(await main.locator('a[href^="/termine"]').first().innerText(), /\S/);
  });

  for (const path of ['/', '/termine?ort=Niendorf', '/dienste?q=umgezogen', '/dienste/wohngeld']) {
    plain(`the language switch keeps ${path}`, async (page) => {
      await open(page, path);
      await page.locator('a[hreflang=en]').click();
      assert.equal(addressOf(page), path === '/' ? '/en' : `/en${path}`);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await page.locator('a[hreflang=de]').click();
      assert.equal(addressOf(page), path);
    });
  }

  plain('the calendar can be subscribed from the list, a district and a stop', async (page) => {
    for (const path of ['/termine', pathOf('district'), pathOf('stop with hours')]) {
      await open(page, path);
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main a[href$=".ics"]').first().click()]);
      assert.match(readFileSync(await download.path(), 'utf8'), /^BEGIN:VCALENDAR\r\n/, path);
    }
  });

  plain('a barrier is reported from the page it was met on', async (page) => {
    await open(page, '/dienste/wohngeld');
    await page.locator('footer').getByRole('link', { name: 'Barriere melden' }).click();
    assert.equal(await page.locator('#seite').inputValue(), '/dienste/wohngeld');
    await page.locator('#barriere').fill('Die Schrift ist zu klein.');
    await page.locator('main form [type=submit]').click();
    assert.equal(addressOf(page), '/barriere-melden/danke');
    assert.deepEqual(await page.context().cookies(), []);
  });

  plain('a wrong form comes back with what was typed, the errors first and each at its field', async (page) => {
    await open(page, '/barriere-melden');
    await page.locator('#kontakt').fill('Jürgen Groß, 040 115');
    await page.locator('main form [type=submit]').click();
    assert.match(await page.title(), /^Fehler:/);
    assert.equal(await page.locator('#kontakt').inputValue(), 'Jürgen Groß, 040 115');
    assert.ok(await page.locator('main > :first-child').evaluate((el) => el.matches('.l-errors')));
    await page.locator('.l-errors a').first().click();
    const field = page.locator(new URL(page.url()).hash);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const described = (await field.getAttribute('aria-describedby')).split(' ');
    const words = await Promise.all(described.map((id) => page.locator(`#${id}`).innerText()));
    assert.ok(words.some((one) => one.includes('Fehler:')));
    for (const name of await page.locator('main form [name]').evaluateAll((all) => all.map((el) => `${el.required} ${el.getAttribute('aria-required')} ${/freiwillig/.test(el.labels[0].textContent)}`))) {
      assert.ok(['false true false', 'false null true'].includes(name), `required, aria-required, marked as optional: ${name}`);
    }
  });

  plain('a wrong address has ways out', async (page) => {
    await open(page, '/gibt-es-nicht');
    await page.locator('main').getByRole('link', { name: 'Termine' }).click();
    assert.equal(addressOf(page), '/termine');
  });

  plain('what needs the script is not shown without it', async (page) => {
    for (const path of ['/', pathOf('service, online')]) {
      await open(page, path);
      assert.equal(await page.locator('[data-locate]:visible, [data-print]:visible').count(), 0);
    }
  });
});
