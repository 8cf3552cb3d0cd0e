// Invitations by mail, to a mail server that is not ours. With example data nobody could try this: no mail leaves there.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { inspect } from '../lib/inspect.mjs';
import { startMailServer } from '../lib/mail.mjs';
import { startLotse } from '../lib/server.mjs';
import { person, setUp } from '../lib/staff.mjs';

/** A folder for pictures, if somebody wants to look at them. */
const SHOTS = process.env.LOTSE_TEST_SHOTS;

let mails, lotse, browser, admin;
before(async () => {
  mails = await startMailServer();
  const args = ['--mail-server', `smtp://127.0.0.1:${mails.port}?tls=none`, '--mail-from', 'Digital-Stand Süd <lotse@example.org>'];
  [lotse, browser] = await Promise.all([startLotse({ demo: false, args }), startBrowser()]);
  const said = lotse.run('admin', 'create-user', 'c.chefin', '--name', 'Clara Chefin', '--role', 'admin', '--public-url', lotse.url);
  admin = await person(browser, lotse.url);
  await setUp(admin.page, said.match(/http\S+/)[0], 'c.chefin');
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
  await mails?.stop();
});

/** Fills the form for somebody new. */
async function fill(page, { path = '/buero/leute/neu', name, handle, mail, lang }) {
  await page.goto(path);
  await page.fill('#person', name);
  await page.fill('#handle', handle);
  await page.fill('#mail', mail);
  if (lang) await page.selectOption('#mail-sprache', lang);
  await page.check('#rolle-guide');
  await page.check('#alle');
}

const send = (page) => page.locator('main form button[type=submit]').first().click();

/** Asks the checkers, and takes pictures if somebody wants them. */
async function look(page, name) {
  if (SHOTS) {
    mkdirSync(SHOTS, { recursive: true });
    for (const [width, scheme] of [[320, 'light'], [1280, 'light'], [1280, 'dark'], [320, 'dark']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  expectNone((await inspect(page, ['dark 1280', 'light 320'])).map((finding) => line(name, finding.mode, finding)));
}

describe('invitations by mail', () => {
  test('the mail arrives, can be read, and leads to an account', async () => {
    await fill(admin.page, { name: 'Łukasz Große', handle: 'l.grosse', mail: 'l.grosse@example.org' });
    await look(admin.page, 'invite');
    await fill(admin.page, { name: 'Łukasz Große', handle: 'l.grosse', mail: 'l.grosse@example.org' });
    await send(admin.page);
    const main = admin.page.locator('main');
    assert.match(await main.innerText(), /Der Mailserver hat die Einladung angenommen für l\.grosse@example\.org/);
    const shown = await admin.page.locator('code.l-code').innerText();
    await look(admin.page, 'invited');
    const [mail] = mails.arrived();
    console.log(`${JSON.stringify(mail.headers, null, 1)}\n${mail.text}`);
    assert.equal(mail.headers.To, 'l.grosse@example.org');
    assert.equal(mail.headers.From, 'Digital-Stand Süd <lotse@example.org>');
    assert.match(mail.headers.Subject, /^Ihr Konto beim Team: /);
    assert.equal(mail.headers['Content-Language'], 'de');
    assert.match(mail.text, /^Guten Tag Łukasz Große,/);
    assert.doesNotMatch(mail.text, /l\.grosse/, 'the name for signing in does not go with the link');
    const link = mail.text.match(/^http\S+$/m)[0];
    assert.equal(link, shown);
    const invited = await person(browser, lotse.url);
    await setUp(invited.page, link, 'l.grosse');
    assert.match(await invited.page.locator('main').innerText(), /Passkey/);
    await invited.context.close();
  });

  test('in English, if that is chosen', async () => {
    const before = mails.arrived().length;
    await fill(admin.page, { name: 'Ann Example', handle: 'a.example', mail: 'ann@example.org', lang: 'en' });
    await send(admin.page);
    assert.match(await admin.page.locator('main').innerText(), /angenommen für ann@example\.org/);
    const mail = mails.arrived()[before];
    console.log(mail.text);
    assert.match(mail.headers.Subject, /^Your account with the team: /);
    assert.match(mail.text, /^Hello Ann Example,/);
    assert.match(mail.text.match(/^http\S+$/m)[0], /\/en\/einladung\//);
  });

  test('the command line mails the link, too, and still prints it', async () => {
    const before = mails.arrived().length;
    const said = lotse.run(
      'admin', 'create-user', 'k.zeile', '--name', 'Käthe Zeile', '--role', 'guide', '--all-stops', '--public-url', lotse.url,
      '--mail', 'k.zeile@example.org', '--mail-lang', 'en',
      '--mail-server', `smtp://127.0.0.1:${mails.port}?tls=none`, '--mail-from', 'lotse@example.org',
    );
    assert.match(said, /^mailed to k\.zeile@example\.org$/m);
    const mail = mails.arrived()[before];
    assert.match(mail.text, /^Hello Käthe Zeile,/);
    const sent = mail.text.match(/^http\S+$/m)[0];
    assert.equal(sent.split('/einladung/')[1], said.match(/\/einladung\/(\S+)/)[1]);
  });

  test('an address that is none is told beside its field, and nothing is lost', async () => {
    const before = mails.arrived().length;
    await fill(admin.page, { path: '/en/buero/leute/neu', name: 'Ann Example', handle: 'x.example', mail: 'a@b.de, c@d.de' });
    await send(admin.page);
    assert.match(await admin.page.locator('#mail-error').innerText(), /Enter a mail address/);
    assert.equal(await admin.page.inputValue('#mail'), 'a@b.de, c@d.de');
    assert.equal(await admin.page.inputValue('#person'), 'Ann Example');
    assert.ok(await admin.page.isChecked('#rolle-guide'));
    await look(admin.page, 'bad-address');
    assert.equal(mails.arrived().length, before);
  });

  test('a refused address is told, and the link still holds', async () => {
    await fill(admin.page, { name: 'Rita Rück', handle: 'r.rueck', mail: 'refused@example.org' });
    await send(admin.page);
    const text = await admin.page.locator('main').innerText();
    assert.match(text, /ging nicht per Mail an refused@example\.org.*nimmt diese Adresse nicht an/);
    const link = await admin.page.locator('code.l-code').innerText();
    await look(admin.page, 'refused');
    await admin.page.goto('/buero/leute');
    await admin.page.locator('main table a', { hasText: 'Rita Rück' }).click();
    assert.match(await admin.page.locator('main').innerText(), /nimmt diese Adresse nicht an/);
    await look(admin.page, 'person');
    assert.equal((await fetch(link)).status, 200);
  });

  test('without the mail server the invitation is made all the same', async () => {
    await mails.stop();
    await fill(admin.page, { name: 'Willi Warte', handle: 'w.warte', mail: 'w.warte@example.org' });
    const begun = Date.now();
    await send(admin.page);
    const link = await admin.page.locator('code.l-code').innerText();
    const took = Date.now() - begun;
    assert.match(await admin.page.locator('main').innerText(), /noch nicht verschickt an w\.warte@example\.org.*nicht zu erreichen/);
    assert.ok(took < 4000, `${took} ms`);
    assert.equal((await fetch(link)).status, 200);
    assert.doesNotMatch(lotse.log(), /w\.warte|refused@|l\.grosse@/, 'an address in the log');
    assert.match(lotse.log(), /a mail was not sent: the mail server cannot be reached/);
  });
});
