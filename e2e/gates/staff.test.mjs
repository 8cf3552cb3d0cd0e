// Those who serve: invited, signed in by passkey, on a shared tablet; and their pages under the checkers (BARS X11, X12, A1).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MODES, holdStill, setMode, startBrowser } from '../lib/browser.mjs';
import { axe } from '../lib/checkers/axe.mjs';
import { htmlcs } from '../lib/checkers/htmlcs.mjs';
import * as own from '../lib/checkers/own.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { startLotse } from '../lib/server.mjs';

/** The bar for switching on a shared tablet, in milliseconds. */
const SWITCH = 3000;

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** A browser of its own with an authenticator that says yes, as a phone does after the fingerprint. */
async function person() {
  const context = await browser.newContext({ baseURL: lotse.url });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, session, authenticatorId };
}

/** Signs in with a practice account. */
async function practise(page, role) {
  await page.goto('/anmelden');
  await page.locator(`form:has(input[value="${role}"]) button`).click();
  await page.waitForURL('**/konto');
}

/** A link for somebody new, and the name for signing in. */
async function invite(handle, roles = ['guide']) {
  const context = await browser.newContext({ baseURL: lotse.url });
  const page = await context.newPage();
  await practise(page, 'admin');
  await page.goto('/buero/leute/neu');
  await page.fill('#person', 'Anna Beispiel');
  await page.fill('#handle', handle);
  for (const role of roles) await page.check(`#rolle-${role}`);
  await page.check('#alle');
  await page.locator('main form button[type=submit]').click();
  const link = await page.locator('code.l-code').innerText();
  await context.close();
  return link;
}

/** Sets an invitation up with a passkey; ends on the account's page. */
async function setUp(page, link, handle) {
  await page.goto(link);
  await page.fill('#name', handle);
  await page.locator('main form button[type=submit]').click();
  await page.locator('form[data-passkey=create] button').click();
  await page.waitForURL('**/konto');
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
    await page.waitForURL('**/konto');
    console.log(`sign-in by passkey: 1 click, ${Date.now() - begun} ms`);
    const again = await page.goto(link);
    assert.equal(again.status(), 404, 'an invitation served twice');
    await context.close();
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
    await page.waitForSelector('main form[action$="/abmelden"]');
    const took = Date.now() - begun;
    console.log(`switch on a shared tablet: ${took} ms`);
    assert.ok(took <= SWITCH, `${took} ms`);
    await context.close();
  });
});

describe('their pages', () => {
  const looks = { 'light 1280': [], 'dark 320': [], 'light 320': [] };
  const pages = {
    auditor: ['/buero/protokoll?pruefen=1', '/buero/leute', '/konto', '/konto/bestaetigen'],
    admin: ['/buero/leute', '/buero/leute/neu', '/buero/geraete', '/en/buero/leute'],
  };
  for (const [role, paths] of Object.entries(pages)) {
    test(`as ${role}`, async () => {
      const context = await browser.newContext({ baseURL: lotse.url });
      const page = await context.newPage();
      const found = [];
      for (const path of ['/anmelden', ...paths]) {
        await page.goto('/anmelden');
        if (path !== '/anmelden') await practise(page, role);
        await page.goto(path);
        await page.evaluate(holdStill);
        for (const mode of Object.keys(looks)) {
          await setMode(page, mode);
          for (const one of await axe(page, { contrast: !MODES[mode].forcedColors })) found.push(line(path, mode, one));
          if (MODES[mode].width === 320) for (const one of await own.reflow(page)) found.push(line(path, mode, one));
        }
        await setMode(page, 'light 1280');
        for (const one of await htmlcs(page)) found.push(line(path, 'light 1280', one));
      }
      expectNone(found);
      await context.close();
    });
  }
});
