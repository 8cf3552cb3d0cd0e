// What goes wrong at a stand, and what people are told then: in words, without anybody being lost.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { atDesk, drawOnPhone, openDesk, person, practise, press, seen } from '../lib/desk.mjs';
import { wire } from '../lib/proxy.mjs';
import { startLotse } from '../lib/server.mjs';
import { STAND, hours, openStand, putStand } from '../lib/stand.mjs';
import { berlin } from '../lib/time.mjs';
import { visit } from '../lib/visitor.mjs';

const TABLET = { width: 1024, height: 768 };
const PHONE = { width: 320, height: 568 };
const DESK = `/stand/${STAND}/1`;
/** The server looks this often whether what the tour says is still true. */
const BEAT = 12_000;

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser?.close());

/** One stand for one story, so that none depends on what happened in another. */
async function stand(story, changes = {}) {
  const lotse = await startLotse({ time: berlin('11:00') });
  const join = (viewport = TABLET, url = lotse.url) => person(browser, url, viewport);
  const people = [];
  try {
    await openStand(lotse, changes);
    await story({
      lotse,
      join: async (...how) => {
        const page = await join(...how);
        people.push(page);
        return page;
      },
    });
  } finally {
    await Promise.all(people.map((page) => page.context().close()));
    await lotse.stop();
  }
}

/** A page that hears nothing any more: another tab, or one that was left open. */
const deafen = (page) => page.route('**/strom*', (route) => route.abort());
const alert = (page) => page.locator('[role=alert]').innerText();
const place = (page) => page.locator('.l-ticket__place').innerText();

/** A click of a hand: the second of a double click comes when the next page is there. */
async function doubleClick(page, selector) {
  const box = await page.locator(selector).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await Promise.all([page.waitForNavigation(), page.mouse.click(x, y)]);
  await page.waitForLoadState('load');
  const sent = [];
  page.on('request', (request) => request.isNavigationRequest() && sent.push(request.url()));
  for (const half of ['down', 'up']) await page.mouse[half]({ clickCount: 2 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(sent, [], 'the second click did something');
}

describe('at the desk', { concurrency: 1 }, () => {
  test('an undo that comes too late says so, and the offer goes by itself', () =>
    stand(async ({ lotse, join }) => {
      const desk = await join();
      await desk.clock.install();
      await drawOnPhone(await join(PHONE), 'service');
      await openDesk(desk, 'guide', 1);
      const other = await desk.context().newPage();
      await deafen(other);
      await press(desk, '#haupt');
      await other.goto(DESK);
      assert.ok(await other.locator('#rueckgaengig').isVisible());
      await lotse.restart(berlin('11:20'));
      await press(other, '#rueckgaengig');
      assert.equal(await alert(other), 'Das lässt sich nicht mehr zurücknehmen.');
      assert.equal(await atDesk(other), 'A1', 'the person is still at the desk');
      assert.equal(await other.locator('#rueckgaengig').count(), 0);
      await desk.clock.fastForward(32_000);
      await seen(desk, 0, (text) => !text.includes('Rückgängig'), 'the offer is gone');
    }));

  test('a double click presses once, and the back button touches nobody', () =>
    stand(async ({ join }) => {
      const desk = await join();
      await drawOnPhone(await join(PHONE), 'service');
      await openDesk(desk, 'guide', 1);
      await doubleClick(desk, '#haupt');
      assert.match(await desk.locator('#person').innerText(), /aufgerufen, gerade eben/);
      await desk.goBack();
      await desk.waitForLoadState('load');
      await seen(desk, 0, (text) => text.includes('A1 Etwas online erledigen aufgerufen'), 'the call is still there');
      await press(desk, '#haupt');
      // A press out of the browser's memory sends the same request again: it calls nobody else and begins nothing else.
      assert.equal(await atDesk(desk), 'A1');
    }));

  test('who is called stays called when the session ends, and whoever signs in sees them', () =>
    stand(async ({ join }) => {
      const [desk, phone] = [await join(), await join(PHONE)];
      const number = await drawOnPhone(phone, 'service');
      await openDesk(desk, 'guide', 1);
      await press(desk, '#haupt');
      await desk.context().clearCookies();
      await press(desk, '#haupt');
      assert.equal(new URL(desk.url()).pathname, '/anmelden');
      await seen(phone, 0, (text) => text.includes('Bitte zu Platz 1'), 'still called');
      await practise(desk, 'guide', DESK);
      await desk.goto(DESK);
      assert.equal(await atDesk(desk), number);
      await press(desk, '#haupt');
      await seen(phone, 0, (text) => text.includes('Sie sind dran: Platz 1'), 'it goes on');
    }));

  test('without script nothing that was typed is lost, and the page says from when it is', () =>
    stand(async ({ lotse, join }) => {
      await openDesk(await join(), 'guide', 1);
      await visit(browser, { baseURL: lotse.url, viewport: TABLET, javaScriptEnabled: false }, async (desk) => {
        await practise(desk, 'guide', DESK);
        await desk.goto(DESK);
        assert.match(await desk.locator('main').innerText(), /lädt nicht von selbst neu\. Stand 11(:\d\d)? Uhr/);
        await desk.fill('#notiz', 'Drucker geht nicht');
        await desk.selectOption('#thema', 'check');
        await desk.locator('summary').click();
        await desk.check('#sehen');
        await desk.getByRole('button', { name: 'Neu laden' }).click();
        assert.equal(await desk.inputValue('#notiz'), 'Drucker geht nicht');
        assert.equal(await desk.inputValue('#thema'), 'check');
        assert.ok(await desk.locator('#sehen').isVisible() && await desk.isChecked('#sehen'));
        await desk.press('#notiz', 'Enter');
        await desk.waitForLoadState('load');
        assert.match(await desk.locator('#brett').innerText(), /Drucker geht nicht/, 'Enter puts it up');
      });
    }));
});

describe('at the desk, while something is typed', { concurrency: 1 }, () => {
  test('whatever is pressed, what is being typed is still there, and nothing is put up by itself', () =>
    stand(async ({ join }) => {
      const desk = await join();
      await drawOnPhone(await join(PHONE), 'service');
      await openDesk(desk, 'guide', 1);
      await desk.fill('#notiz', 'Kabel fehlt');
      await desk.fill('#suche', 'Hund');
      await desk.selectOption('#thema', 'app');
      for (const key of ['F2', 'F2', 'F2', 'F9']) {
        await Promise.all([desk.waitForNavigation(), desk.keyboard.press(key)]);
        assert.deepEqual(await Promise.all(['#notiz', '#suche', '#thema'].map((field) => desk.inputValue(field))), ['Kabel fehlt', 'Hund', 'app']);
      }
      assert.equal(await atDesk(desk), 'A1', 'the undo was done');
      assert.equal(await desk.locator('#brett li').count(), 0);
      await desk.selectOption('#thema', 'check');
      await press(desk, 'button[value=ziehen]');
      assert.equal(await desk.locator('.l-ticket__number').innerText(), 'B1');
      await press(desk, '.l-choices form button');
      assert.equal(new URL(desk.url()).pathname, DESK);
      assert.equal(await desk.inputValue('#notiz'), 'Kabel fehlt');
      assert.equal(await desk.inputValue('#thema'), 'service', 'what the number was drawn for is done');
    }));

  test('a word about what was not done stays while the queue moves on', () =>
    stand(async ({ join }) => {
      const desk = await join();
      await openDesk(desk, 'guide', 1);
      await desk.fill('#notiz', 'Code 123456');
      await press(desk, 'button[value=notieren]');
      assert.match(await alert(desk), /PIN oder PUK/);
      assert.ok(await desk.evaluate(() => document.activeElement.matches('.l-errors')), 'the errors have the focus');
      const since = Date.now();
      await drawOnPhone(await join(PHONE), 'service');
      await seen(desk, since, (text) => text.includes('Warteschlange (1)'), 'the queue moves on');
      assert.match(await alert(desk), /PIN oder PUK/);
      assert.equal(await desk.inputValue('#notiz'), 'Code 123456');
    }));

  test('person and large button come first on a phone, and everywhere in the order in which they are read', () =>
    stand(async ({ join }) => {
      const desk = await join({ width: 360, height: 740 });
      for (let n = 0; n < 3; n++) await drawOnPhone(await join(PHONE), 'service');
      await openDesk(desk, 'guide', 1);
      const box = await desk.locator('#haupt').boundingBox();
      assert.ok(box.y + box.height <= 740, `the large button ends at ${box.y + box.height} px`);
      for (const width of [360, 800, 1280]) {
        await desk.setViewportSize({ width, height: 800 });
        const parts = await desk.locator('.l-counter > section').evaluateAll((all) => all.map((part) => [part.id, part.getBoundingClientRect().top, part.getBoundingClientRect().left]));
        const seen = parts.toSorted(([, top, left], [, otherTop, otherLeft]) => top - otherTop || left - otherLeft);
        assert.deepEqual(seen, parts, `at ${width} px`);
        assert.equal(parts[0][0], 'person');
      }
    }));
});

describe('with a number', { concurrency: 1 }, () => {
  test('two tabs: what one gave back, the other cannot keep', () =>
    stand(async ({ join }) => {
      const phone = await join(PHONE);
      await drawOnPhone(phone, 'service');
      const other = await phone.context().newPage();
      await deafen(other);
      await other.goto(phone.url());
      await press(phone, '#gehen');
      await press(other, '#spaeter');
      assert.equal(await alert(other), 'Das geht gerade nicht mehr. Hier sehen Sie, wie es jetzt steht.');
      assert.equal(await place(other), 'Sie haben Ihre Nummer zurückgegeben');
    }));

  test('a double tap at the kiosk answers no question, and a form sent again gives the same number', () =>
    stand(async ({ join }) => {
      const kiosk = await join({ width: 1080, height: 1920 });
      await kiosk.goto(`/kiosk/${STAND}`);
      await doubleClick(kiosk, 'button[value=pin]');
      assert.match(await kiosk.locator('h1').innerText(), /PIN-Brief/);
      await press(kiosk, 'button[value="pin-set"]');
      const number = await kiosk.locator('.l-ticket__number').innerText();
      await kiosk.reload();
      assert.equal(await kiosk.locator('.l-ticket__number').innerText(), number);
    }));

  test('a kiosk that was left begins anew, in German, and knows in the morning that it is open again', () =>
    stand(async ({ lotse, join }) => {
      const kiosk = await join({ width: 1080, height: 1920 });
      await kiosk.clock.install();
      await kiosk.goto(`/en/kiosk/${STAND}`);
      await press(kiosk, 'button[value=pin]');
      await Promise.all([kiosk.waitForNavigation(), kiosk.clock.fastForward(61_000)]);
      assert.equal(new URL(kiosk.url()).pathname, `/kiosk/${STAND}`);
      await lotse.restart(berlin('22:00'));
      await Promise.all([kiosk.waitForNavigation(), kiosk.clock.fastForward(61_000)]);
      assert.equal(await kiosk.locator('main button').count(), 0, 'closed');
      await lotse.restart(berlin('10:15', 1));
      await Promise.all([kiosk.waitForNavigation(), kiosk.clock.fastForward(61_000)]);
      assert.equal(await kiosk.locator('main button').count(), 5);
    }, hours('10:00-19:00')));

  test('a number of yesterday says of which day it was', () =>
    stand(async ({ lotse, join }) => {
      const phone = await join(PHONE);
      await drawOnPhone(phone, 'service');
      await deafen(phone);
      await phone.reload();
      await lotse.restart(berlin('11:00', 1));
      await press(phone, '#gehen');
      assert.match(await phone.locator('main').innerText(), /Diese Nummer gilt nicht mehr\s+(Diese Nummer galt am|Nummern gelten an einem Tag)/);
    }));

  test('a stop that is cancelled while people wait: phone, display and kiosk say so without a touch', { timeout: 60_000 }, () =>
    stand(async ({ lotse, join }) => {
      const [phone, display, kiosk, desk] = [await join(PHONE), await join({ width: 1920, height: 1080 }), await join(), await join()];
      for (const page of [phone, display]) page.setDefaultTimeout(BEAT);
      await openDesk(desk, 'guide', 1);
      await drawOnPhone(phone, 'service');
      await display.goto(`/anzeige/${STAND}`);
      putStand(lotse, { status: 'cancelled', notice: { de: 'Wasserschaden im Einkaufszentrum.' } });
      await seen(phone, 0, (text) => text.includes('Wasserschaden') && text.includes('Dieser Halt fällt aus.') && !text.includes('Sie warten'), 'the phone says it');
      await seen(display, 0, (text) => text.includes('Wasserschaden'), 'the display says it');
      await kiosk.goto(`/kiosk/${STAND}`);
      assert.equal(await kiosk.locator('main button').count(), 0);
      // Who came is not left alone.
      await desk.goto('/stand');
      assert.match(await desk.locator('main').innerText(), /Mercado/);
      await desk.goto(DESK);
      await press(desk, '#haupt');
      await seen(phone, 0, (text) => text.includes('Bitte zu Platz 1'), 'called all the same');
    }));

  test('closing time with people in line: no more numbers, and desks go on', () =>
    stand(async ({ lotse, join }) => {
      const [phone, desk] = [await join(PHONE), await join()];
      const number = await drawOnPhone(phone, 'service');
      await openDesk(desk, 'guide', 1);
      await lotse.restart(berlin('19:05'));
      const late = await join(PHONE);
      await late.goto(`/nummer/${STAND}`);
      assert.match(await late.locator('main').innerText(), /nicht geöffnet[^]*Wir sind wieder da: morgen/);
      await phone.reload();
      assert.equal(await place(phone), 'Sie sind als Nächstes dran');
      await practise(desk, 'guide', DESK);
      await desk.goto(DESK);
      await press(desk, '#haupt');
      assert.equal(await atDesk(desk), number);
    }, hours('10:00-19:00')));

  test('a display that slept hears of a call by itself when it wakes', () =>
    stand(async ({ lotse, join }) => {
      const line = await wire(lotse.url);
      try {
        const [display, desk] = [await join({ width: 1920, height: 1080 }, line.url), await join()];
        await drawOnPhone(await join(PHONE), 'service');
        await openDesk(desk, 'guide', 1);
        await display.clock.install();
        await display.goto(`/anzeige/${STAND}`);
        await display.waitForResponse(/strom/).catch(() => undefined);
        line.hang();
        await press(desk, '#haupt');
        await display.clock.fastForward(60_000);
        await display.clock.runFor(5_000);
        await display.locator('.l-display__last b', { hasText: 'A1' }).waitFor();
        assert.ok(await display.locator('#alt').isHidden(), 'it says no longer that it is old');
      } finally {
        await line.stop();
      }
    }));
});
