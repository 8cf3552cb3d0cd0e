// Those who serve: invited, signed in by passkey, on a shared tablet. What the checkers say
// of their pages is the gate `stand`'s.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { inspect } from '../lib/inspect.mjs';
import { startLotse } from '../lib/server.mjs';
import * as staff from '../lib/staff.mjs';
import { practise, setUp } from '../lib/staff.mjs';

/** The bar for switching on a shared tablet, in milliseconds. */
const SWITCH = 3000;
/** Where whoever serves lands: the choice of stops, or the only stop that is open today. */
const COUNTER = /\/stand(\/[^/]+)?$/;

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const person = () => staff.person(browser, lotse.url);

/** A link for somebody new. */
async function invite(handle, roles = ['guide']) {
  const context = await browser.newContext({ baseURL: lotse.url });
  const page = await context.newPage();
  await practise(page, 'admin');
  const link = await staff.invite(page, handle, roles);
  await context.close();
  return link;
}

describe('those who serve', () => {
  test('an invitation becomes a passkey, and the passkey one click', async () => {
    const link = await invite('a.beispiel');
    const { context, page } = await person();
    await setUp(page, link, 'a.beispiel');
    assert.match(await page.locator('main').innerText(), /Mein Gerät/);
    await page.locator('.l-bar form button').click();
    await page.waitForURL('**/anmelden');
    const begun = Date.now();
    await page.locator('form[data-passkey=get] button').click();
    await page.waitForURL(COUNTER);
    console.log(`sign-in by passkey: 1 click, ${Date.now() - begun} ms`);
    const again = await page.goto(link);
    assert.equal(again.status(), 404, 'an invitation served twice');
    await context.close();
  });

  test('a form sent after the session ended leads back to its page', async () => {
    const link = await invite('d.beispiel');
    const { context, page } = await person();
    await setUp(page, link, 'd.beispiel');
    await page.goto('/en/konto/passwort');
    await context.clearCookies();
    await page.locator('main form[action$="/konto/passwort"] button').click();
    await page.waitForURL('**/en/anmelden?weiter=*');
    await page.locator('form[data-passkey=get] button').click();
    await page.waitForURL('**/en/konto/passwort');
    await context.close();
  });

  test('what was typed survives the end of the session, with script and without', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ baseURL: lotse.url, javaScriptEnabled });
      const page = await context.newPage();
      await practise(page, 'admin');
      await page.goto('/buero/leute/neu');
      await page.fill('#person', 'Łucja Größer');
      await page.fill('#handle', `kept.${javaScriptEnabled}`);
      await page.check('#rolle-guide');
      await page.check('#alle');
      await context.clearCookies();
      await page.locator('main form[action$="/buero/leute/neu"] button').click();
      await page.waitForSelector('text=Ihre Eingaben sind noch da');
      if (javaScriptEnabled) expectNone((await inspect(page, ['dark 1280', 'light 320'])).map((finding) => line('ended', finding.mode, finding)));
      await page.locator('form[action$="/anmelden/ueben"]:has(input[value=admin]) button').click();
      await page.waitForSelector('#noch-da');
      assert.match(await page.locator('main dl').innerText(), /Łucja Größer/);
      if (javaScriptEnabled) expectNone((await inspect(page, ['dark 1280', 'light 320'])).map((finding) => line('kept', finding.mode, finding)));
      await page.locator('#noch-da button').click();
      assert.match(await page.locator('code.l-code').innerText(), /\/einladung\//);
      await context.close();
    }
  });

  test('a second passkey, and another account’s is not known', async () => {
    const link = await invite('b.beispiel');
    const { context, page, session, authenticatorId } = await person();
    await setUp(page, link, 'b.beispiel');
    await session.send('WebAuthn.clearCredentials', { authenticatorId });
    await page.fill('#label', 'Zweiter');
    await page.locator('form[data-passkey=create] button').click();
    await page.waitForSelector('text=Zweiter');
    await context.close();
  });

  test('without a person’s consent nobody gets in, and the page says so', async () => {
    const { context, page, session, authenticatorId } = await person();
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.goto('/anmelden');
    await page.locator('form[data-passkey=get] button').click();
    await page.waitForFunction(() => document.querySelector('[data-said]').textContent !== '');
    assert.match(page.url(), /\/anmelden$/);
    await context.close();
  });

  test('on a shared tablet people switch within three seconds', async () => {
    const link = await invite('c.beispiel');
    const { context, page } = await person();
    await setUp(page, link, 'c.beispiel');
    await page.locator('.l-bar form button').click();
    // A lead makes this browser a tablet.
    await practise(page, 'lead');
    await page.goto('/buero/geraete');
    await page.fill('#label', 'Empfang');
    await page.locator('main form.l-form button').click();
    await page.waitForURL('**/geraet');
    await page.locator('form[data-passkey=get] button').click();
    await page.waitForSelector('#neuer-kurzcode');
    await page.fill('#neuer-kurzcode', 'elbe7');
    await page.locator('form:has(#neuer-kurzcode) button').click();
    await page.waitForURL('**/geraet');
    await page.locator('main form[action$="/abmelden"] button').click();
    await page.waitForSelector('#kurzcode');
    const begun = Date.now();
    await page.fill('#kurzcode', 'elbe7');
    await page.locator('form:has(#kurzcode) button').click();
    await page.waitForURL(COUNTER);
    const took = Date.now() - begun;
    console.log(`switch on a shared tablet: ${took} ms`);
    assert.ok(took <= SWITCH, `${took} ms`);
    await context.close();
  });
});
