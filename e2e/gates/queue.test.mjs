// Numbers as visitors meet them: two taps at the kiosk, the own phone, the display. With and without script.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { atDesk, drawOnPhone, openDesk, person, press } from '../lib/desk.mjs';
import { findProgram } from '../lib/env.mjs';
import { startLotse } from '../lib/server.mjs';
import { STAND, openStand } from '../lib/stand.mjs';
import { berlin } from '../lib/time.mjs';
import { tabTo, visit } from '../lib/visitor.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse({ time: berlin('11:00') }), startBrowser()]);
  await openStand(lotse);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const PHONE = { viewport: { width: 320, height: 640 } };
const open = (page, path) => page.goto(lotse.url + path);

/** Draws a number on a phone and stays on its page. */
async function draw(page, topic) {
  await open(page, `/nummer/${STAND}`);
  await page.locator(`button[value="${topic}"]`).click();
  await page.waitForURL(/\/besuch\//);
  return page.locator('.l-ticket__number').innerText();
}

describe('numbers', () => {
  test('two taps at the kiosk, in English, back to the start by itself', () =>
    visit(browser, {}, async (page) => {
      await open(page, `/kiosk/${STAND}`);
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('button', { name: /PIN, or switch/ }).click();
      await page.getByRole('button', { name: /Yes, I have the letter/ }).click();
      assert.match(await page.locator('.l-ticket__number').innerText(), /^B\d+$/);
      assert.ok(await page.locator('svg.l-qr').isVisible());
      assert.ok(await page.getByText('the PIN letter', { exact: true }).isVisible());
      const left = page.locator('[data-count]');
      await page.getByRole('button', { name: 'More time' }).click();
      assert.equal(await left.innerText(), '60');
      await page.getByRole('link', { name: 'Done' }).click();
      assert.equal(new URL(page.url()).pathname, `/kiosk/${STAND}`, 'the next person starts in German');
    }));

  test('one tap on the phone without script, and the number stays on its page', () =>
    visit(browser, { ...PHONE, javaScriptEnabled: false }, async (page) => {
      const number = await draw(page, 'service');
      assert.match(number, /^A\d+$/);
      await page.getByRole('link', { name: 'Neu laden' }).click();
      assert.equal(await page.locator('.l-ticket__number').innerText(), number);
      await page.getByRole('button', { name: 'Ich komme später' }).click();
      assert.equal(await page.locator('.l-ticket__place').innerText(), 'Sie kommen später');
      await page.getByRole('button', { name: 'Ich bin da' }).click();
      await page.getByRole('button', { name: 'Ich gehe' }).click();
      await page.getByRole('button', { name: 'Rückgängig machen' }).click();
      assert.match(await page.locator('.l-ticket__place').innerText(), /Noch \d+ vor Ihnen|als Nächstes/);
    }));

  test('everything by keyboard', () =>
    visit(browser, {}, async (page) => {
      await open(page, `/nummer/${STAND}`);
      await tabTo(page, 'button[value="check"]');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/besuch\//);
      await tabTo(page, 'button[value="gehen"]');
      await page.keyboard.press('Space');
      await page.getByText('zurückgegeben').waitFor();
    }));

  test('back and drawn again is another number, and the first one stays', () =>
    visit(browser, PHONE, async (page) => {
      const number = await draw(page, 'app');
      const own = page.url();
      await page.goBack();
      await page.reload();
      await press(page, 'button[value="app"]');
      assert.notEqual(await page.locator('.l-ticket__number').innerText(), number);
      await page.goto(own);
      assert.equal(await page.locator('.l-ticket__number').innerText(), number);
    }));

  test('a change is on the phone without reload, and told to a screen reader', () =>
    visit(browser, PHONE, async (page) => {
      const other = await page.context().newPage();
      await draw(other, 'other');
      await draw(page, 'other');
      const before = await page.locator('.l-ticket__place').innerText();
      await other.getByRole('button', { name: 'Ich gehe' }).click();
      await page.waitForFunction((was) => document.querySelector('.l-ticket__place').innerText !== was, before, { timeout: 3000 });
      const said = await page.locator('[data-voice]').innerText();
      assert.equal(said, await page.locator('.l-ticket__place').innerText());
    }));

  test('the display says from when it is when the line is cut, and recovers', () =>
    visit(browser, { viewport: { width: 1920, height: 1080 } }, async (page) => {
      await page.clock.install();
      await open(page, `/anzeige/${STAND}`);
      const stale = page.locator('#alt');
      assert.ok(await stale.isHidden());
      await page.context().setOffline(true);
      await page.clock.fastForward(60_000);
      await stale.waitFor({ state: 'visible' });
      assert.match(await stale.innerText(), /Stand \d\d:\d\d/);
      await page.context().setOffline(false);
      await page.clock.runFor(10_000);
      await stale.waitFor({ state: 'hidden', timeout: 25_000 });
    }));

  test('the display is steady but for a call: who draws makes nothing blink', () =>
    visit(browser, { viewport: { width: 1920, height: 1080 } }, async (page) => {
      const desk = await person(browser, lotse.url, { width: 1024, height: 768 });
      await openDesk(desk, 'guide', 1);
      await drawOnPhone(await desk.context().newPage(), 'service');
      await open(page, `/anzeige/${STAND}`);
      const blinks = page.locator('.l-display__last--new');
      const waiting = () => page.locator('.l-display__big').innerText();
      await press(desk, '#haupt');
      await blinks.waitFor();
      const number = await atDesk(desk);
      assert.match(await page.locator('.l-display__last').innerText(), new RegExp(number));
      await page.locator('.l-display__last').evaluate((last) => (last.dataset.same = 'yes'));
      const before = await waiting();
      await drawOnPhone(await desk.context().newPage(), 'service');
      while ((await waiting()) === before) await new Promise((done) => setTimeout(done, 50));
      assert.equal(await page.locator('.l-display__last').getAttribute('data-same'), 'yes', 'it was put there anew');
      await press(desk, '#haupt');
      await press(desk, '#haupt');
      await press(desk, '#haupt');
      await page.locator('.l-display__last', { hasText: await atDesk(desk) }).and(blinks).waitFor();
      await press(desk, '#rueckgaengig');
      await page.locator('.l-display__last', { hasText: number }).waitFor();
      assert.equal(await blinks.count(), 0, 'a call that was taken back makes the one before it new');
      const height = await page.locator('.l-display__last b').first().evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
      assert.ok(height >= 0.3 * 1080, `the number is ${height} px high`);
      await desk.context().close();
    }));

  test('the display’s clock follows the server’s, whatever its own does', () =>
    visit(browser, { viewport: { width: 1920, height: 1080 } }, async (page) => {
      await page.clock.install();
      await open(page, `/anzeige/${STAND}`);
      const clock = page.locator('.l-display__clock');
      const hour = async () => (await clock.innerText()).slice(0, 2);
      const right = await hour();
      await page.clock.fastForward(2 * 3_600_000);
      const deadline = Date.now() + 10_000;
      while ((await hour()) !== right) {
        assert.ok(Date.now() < deadline, `it says ${await clock.innerText()}`);
        await page.clock.runFor(1000);
      }
    }));

  test('what cannot be fetched is old, though the stream stands', { timeout: 60_000 }, () =>
    visit(browser, { viewport: { width: 1920, height: 1080 } }, async (page) => {
      await page.clock.install();
      await open(page, `/anzeige/${STAND}`);
      await page.route('**/anzeige/*', (route) => (route.request().resourceType() === 'fetch' ? route.fulfill({ status: 503 }) : route.continue()));
      const asked = page.waitForRequest((request) => request.resourceType() === 'fetch');
      await draw(await page.context().newPage(), 'service');
      await page.clock.runFor(1000);
      await asked;
      await page.clock.fastForward(30_000);
      await page.clock.runFor(2000);
      const stale = page.locator('#alt');
      await stale.waitFor({ state: 'visible' });
      // Longer than the server is silent.
      await new Promise((done) => setTimeout(done, 12_000));
      assert.ok(await stale.isVisible(), 'the stream’s word made it true');
      await page.unroute('**/anzeige/*');
      await page.clock.runFor(10_000);
      await stale.waitFor({ state: 'hidden' });
    }));

  test('on a small phone the number, the place in line and a call stand in the upper half', () =>
    visit(browser, { viewport: { width: 320, height: 568 } }, async (page) => {
      await draw(page, 'service');
      for (const part of ['.l-ticket__number', '.l-ticket__place']) {
        const box = await page.locator(part).boundingBox();
        assert.ok(box.y + box.height <= 284, `${part} ends at ${box.y + box.height} px`);
      }
      for (const link of ['Termine', 'Leichte Sprache', 'Gebärdensprache']) {
        const box = await page.getByRole('link', { name: link, exact: true }).boundingBox();
        assert.ok(box.width >= 44 && box.height >= 44 && box.x + box.width <= 320, link);
      }
    }));

  test('the code on the kiosk leads to the number, read from afar by a reader that is not ours', { skip: findProgram('zbarimg') ? false : 'needs zbar-tools' }, async () => {
    for (const viewport of [{ width: 1080, height: 1920 }, { width: 1024, height: 768 }]) {
      // Half the points, as a camera sees it that is further away.
      await visit(browser, { viewport, deviceScaleFactor: 0.5 }, async (page) => {
        await open(page, `/kiosk/${STAND}`);
        await page.locator('button[value="service"]').click();
        const number = await page.locator('.l-ticket__number').innerText();
        const code = await page.locator('svg.l-qr').boundingBox();
        assert.ok(code.width >= 0.3 * Math.min(viewport.width, viewport.height), `the code is ${code.width} px wide`);
        assert.ok(code.y + code.height <= viewport.height, 'the code is seen without scrolling');
        const file = join(dirname(lotse.file), 'kiosk.png');
        await page.screenshot({ path: file });
        const read = execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trim();
        assert.match(read, new RegExp(`^${lotse.url}/besuch/\\w+$`));
        await page.goto(read);
        assert.equal(await page.locator('.l-ticket__number').innerText(), number);
      });
    }
  });

  test('touch targets of the kiosk are large', () =>
    visit(browser, PHONE, async (page) => {
      await open(page, `/kiosk/${STAND}`);
      for (const button of await page.locator('main button').all()) {
        const box = await button.boundingBox();
        assert.ok(box.height >= 56 && box.width >= 56, `${await button.innerText()}: ${box.width} by ${box.height}`);
      }
    }));

  test('no cookie, nothing stored', () =>
    visit(browser, PHONE, async (page) => {
      await draw(page, 'service');
      assert.deepEqual(await page.context().cookies(), []);
      assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    }));
});
