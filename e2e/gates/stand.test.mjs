// Checkers, ways of looking, screen reader and headers on the pages that no address alone leads to: a number in each
// of its states, the screens at the stand, the counter, and the pages of those who serve.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { markup } from '../lib/checkers/markup.mjs';
import { hasJava, nu } from '../lib/checkers/nu.mjs';
import { LONG } from '../lib/env.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { compare, told } from '../lib/golden.mjs';
import { EVERYWHERE, inspect } from '../lib/inspect.mjs';
import { watch } from '../lib/privacy.mjs';
import { answerFaults, lastServed } from '../lib/served.mjs';
import { startLotse } from '../lib/server.mjs';
import { invite, person, practise, setUp } from '../lib/staff.mjs';
import { STAND, openStand } from '../lib/stand.mjs';
import { holdStatement, readStatement } from '../lib/statement.mjs';
import { berlin } from '../lib/time.mjs';

/** Half the ways of looking are enough each: the style sheets are the same, and the public pages are seen in all. */
const MODES = LONG ? [...EVERYWHERE, 'forced colours 1280', 'light 768'] : ['dark 1280', 'light 320'];
/** What people stand in front of, in their own colours, too. */
const SCREEN = LONG ? MODES : [...MODES, 'forced colours 1280'];
/** English differs in its words only. */
const ENGLISH = LONG ? MODES : ['dark 320'];

/**
 * A shared tablet locks after two minutes, and its page follows: without that limit it were none (WCAG 2.2, 2.2.1). It
 * keeps nobody's code.
 */
const TABLET = ['meta-refresh', 'Principle2.Guideline2_2.2_2_1.F40.2', 'autocomplete-password'];

/** The parts of a number's page that do not depend on how long one waits. */
const NUMBER = '.l-ticket h1, .l-ticket__place, main form, main h2, main h2 + ul';

const kept = readStatement('stand');
let lotse, browser, reader;
let broken = 0;
const pages = [];
before(async () => {
  [lotse, browser] = await Promise.all([startLotse({ time: berlin('11:00') }), startBrowser()]);
  await openStand(lotse);
  reader = await browser.newPage();
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const timeless = (text) =>
  text
    .replaceAll(lotse.url, 'SITE')
    .replace(/\/besuch\/[\w-]+/g, '/besuch/TOKEN')
    .replace(/\b[A-E]\d+\b/g, 'NUMBER')
    .replace(/\b\d{1,2}:\d\d( (Uhr|am|pm|a\.m\.|p\.m\.))?/g, 'TIME')
    .replace(/((etwa|weniger als|about|less than) )?\b\d+( (bis|to|–|-) \d+)? (Minuten?|minutes?|Min\.|min)/g, 'N minutes')
    .replace(/\b\d+ (Sekunden|vor Ihnen|before you)/g, 'N $1')
    .replace(/(aufgerufen|am Platz|called|at the desk), [^\n]*/g, '$1, SINCE');

/** A window somebody looks at, watched from its first page on. */
async function window_(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { page, served: lastServed(page), watched: watch(page, lotse.url) };
}

/** A visitor's window in a fresh profile. */
const visitor = async () => window_(await browser.newContext({ baseURL: lotse.url }));

/** A window of somebody who serves. */
async function signedIn(role) {
  const window = await window_(await browser.newContext({ baseURL: lotse.url }));
  await practise(window.page, role);
  return window;
}

/** One test: everything is looked at before it says what it found. */
function scene(name, story) {
  return test(name, async () => {
    const lines = [];
    broken++;
    await story(async (...what) => lines.push(...(await look(...what))));
    broken--;
    expectNone(lines);
  });
}

/**
 * All there is to say about the page a window shows. `golden` names a file of what a screen reader is told of `part`; `meant` are
 * rules that this page breaks with a reason.
 * The checkers change the page's look, so whoever goes on from here loads it anew.
 */
async function look(name, { page, served, watched }, { modes = MODES, meant = [], golden, part = 'main' } = {}) {
  await page.waitForLoadState('load');
  const answer = await served();
  pages.push({ name, meant, html: answer.text });
  const lines = await answerFaults(reader, lotse.url, answer);
  await watched.look();
  if (golden) await told(page, part, timeless).then((text) => compare(golden, text)).catch((error) => lines.push(`${name} · ${error.message}`));
  const found = (await inspect(page, modes)).filter(({ rule }) => !meant.includes(rule));
  for (const { mode, ...one } of kept.run.note(name, found)) lines.push(line(name, mode, one));
  return lines;
}

/** Closes a window: nothing of it is left on the device, and the browser had nothing to complain of. */
async function close({ page, watched }, { cookies = false } = {}) {
  const kept = await page.context().cookies();
  // A form that is sent back says so in its status, and the browser tells that in its console.
  const lines = (await watched.end()).filter((one) => !/the server responded with a status of 4/.test(one) && !(cookies && / cookie /.test(one)));
  await page.context().close();
  expectNone(lines);
  for (const { name, secure, httpOnly, sameSite } of kept) assert.ok(name.startsWith('__Host-') && secure && httpOnly && sameSite !== 'None', `the cookie ${name}`);
}

const draw = async ({ page }, topic, path = `/nummer/${STAND}`) => {
  await page.goto(path);
  await page.locator(`button[value="${topic}"]`).click();
  await page.waitForURL(/\/besuch\//);
};

/** Presses what leads to another page, and waits for that. */
async function leave(page, button) {
  const there = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await button.click();
  await there;
  await page.waitForLoadState('load');
}

/** Reloads at the size of a desk's screen and presses a button. */
const press = async ({ page }, selector) => {
  await page.reload();
  await leave(page, page.locator(selector));
};

describe('the stand and those who serve', { concurrency: 2 }, () => {
  describe('numbers, screens and the counter', { concurrency: 1 }, () => {
    let first, second, kiosk, desk;

    scene('the kiosk', async (see) => {
      kiosk = await visitor();
      // Looking takes longer than the minute after which a kiosk begins anew: here it finds nothing to begin with.
      await kiosk.page.route('**/kiosk/**', (route) => (route.request().resourceType() === 'fetch' ? route.fulfill({ status: 404 }) : route.continue()));
      await kiosk.page.goto(`/kiosk/${STAND}`);
      await see('kiosk', kiosk, { modes: SCREEN, golden: 'kiosk.de', part: 'body' });
      await kiosk.page.goto(`/en/kiosk/${STAND}`);
      await see('kiosk (English)', kiosk, { modes: ENGLISH, golden: 'kiosk.en', part: 'body' });
    });

    scene('the kiosk’s question and its number', async (see) => {
      await kiosk.page.goto(`/kiosk/${STAND}`);
      await leave(kiosk.page, kiosk.page.getByRole('button', { name: /PIN oder/ }));
      await see('kiosk, question', kiosk);
      await kiosk.page.goto(`/kiosk/${STAND}`);
      await leave(kiosk.page, kiosk.page.locator('button[value="other"]'));
      await kiosk.page.locator('[data-return] button').click();
      await see('kiosk, number', kiosk, { modes: SCREEN, golden: 'kiosk-number.de', part: 'main' });
      await close(kiosk);
    });

    scene('a number on the phone', async (see) => {
      [first, second] = [await visitor(), await visitor()];
      await first.page.goto(`/nummer/${STAND}`);
      await see('draw a number', first);
      await draw(first, 'service');
      await see('my number, waiting', first, { modes: SCREEN });
      await draw(second, 'service', `/en/nummer/${STAND}`);
      await see('my number, waiting (English)', second, { modes: ENGLISH, golden: 'my-number.en', part: NUMBER });
      const german = second.page.url().replace('/en/', '/');
      await second.page.goto(german);
      await see('my number, waiting behind another', second, { modes: ['light 320'], golden: 'my-number.de', part: NUMBER });
      await press(second, '#spaeter');
      await see('my number, later', second);
    });

    scene('a free desk', async (see) => {
      desk = await signedIn('clerk');
      await desk.page.goto('/stand');
      await see('counter, which stop', desk);
      await desk.page.goto(`/stand/${STAND}`);
      await see('counter, which desk', desk);
      await desk.page.reload();
      await desk.page.check('#wer-lotse');
      await leave(desk.page, desk.page.locator('form:has(#platz) button[type=submit]'));
      await see('counter, free', desk, { modes: SCREEN, golden: 'counter-free.de', part: '.l-counter__person, .l-counter__tools form' });
      await desk.page.reload();
      await desk.page.fill('#notiz', 'Code 123456');
      await leave(desk.page, desk.page.locator('button[value=notieren]'));
      await see('counter, errors', desk, { modes: ['dark 320'] });
      await desk.page.reload();
      await leave(desk.page, desk.page.locator('button[value=ziehen]'));
      await see('counter, number drawn', desk, { modes: ['light 320'] });
      await leave(desk.page, desk.page.locator('.l-choices form button'));
    });

    scene('a person called', async (see) => {
      const number = await first.page.locator('.l-ticket__number').innerText();
      await press(desk, `#aufrufen-${number}`);
      await see('counter, called', desk, { modes: SCREEN, golden: 'counter-called.de', part: '.l-counter__person' });
      const english = new URL(desk.page.url()).pathname;
      await desk.page.goto(`/en${english}`);
      await see('counter, called (English)', desk, { modes: ENGLISH, golden: 'counter-called.en', part: '.l-counter__person' });
      await desk.page.goto(english);
      const display = await visitor();
      await display.page.goto(`/anzeige/${STAND}`);
      await see('display, called', display, { modes: SCREEN, golden: 'display.de', part: 'main h1, .l-display__last' });
      await close(display);
      await first.page.reload();
      await see('my number, called', first, { modes: SCREEN, golden: 'my-number-called.de', part: NUMBER });
    });

    scene('a person at the desk', async (see) => {
      await press(desk, '#haupt');
      await see('counter, at the desk', desk, { modes: SCREEN, golden: 'counter-serving.de', part: '.l-counter__person' });
      await press(desk, '#haupt');
      await see('counter, done', desk);
      await close(desk, { cookies: true });
    });

    scene('a number that is over', async (see) => {
      await first.page.reload();
      await see('my number, done', first);
      await second.page.reload();
      await press(second, 'button[value="gehen"]');
      await see('my number, given back', second);
      await second.page.goto(`/besuch/${'a'.repeat(22)}`);
      await see('my number, unknown', second, { modes: ['light 320'] });
      await Promise.all([first, second].map((one) => close(one)));
    });

    scene('who leads sees the way to end the day', async (see) => {
      const lead = await signedIn('lead');
      await lead.page.goto(`/stand/${STAND}`);
      await see('counter, which desk, as lead', lead);
      await close(lead, { cookies: true });
    });
  });

  describe('signing in, accounts, people, tablets, the record', { concurrency: 1 }, () => {
    let admin, guide, link;

    scene('signing in', async (see) => {
      const somebody = await visitor();
      await somebody.page.goto('/anmelden');
      await see('sign in', somebody, { modes: SCREEN, golden: 'sign-in.de' });
      await press(somebody, 'form:has(#passwort) button');
      await see('sign in, errors', somebody, { golden: 'sign-in-errors.de', part: '.l-errors, form:has(#passwort)' });
      await somebody.page.goto('/en/anmelden');
      await see('sign in (English)', somebody, { modes: ENGLISH, golden: 'sign-in.en' });
      await somebody.page.goto('/einladung/gibt-es-nicht');
      await see('invitation, void', somebody, { modes: ['light 320'] });
      await somebody.page.goto('/geraet');
      await see('tablet, none', somebody, { modes: ['light 320'] });
      await close(somebody);
    });

    scene('people', async (see) => {
      admin = await signedIn('admin');
      await see('account, practice', admin);
      for (const [name, path, modes] of [['people', '/buero/leute'], ['people (English)', '/en/buero/leute', ENGLISH], ['invite', '/buero/leute/neu'], ['devices', '/buero/geraete']]) {
        await admin.page.goto(path);
        await see(name, admin, { modes });
      }
      await admin.page.goto('/buero/leute/neu');
      await leave(admin.page, admin.page.locator('main form button[type=submit]'));
      await see('invite, errors', admin);
      link = await invite(admin.page, 'd.beispiel', ['guide']);
      await see('invited', admin);
      await admin.page.goto('/buero/leute');
      await leave(admin.page, admin.page.getByRole('link', { name: 'Anna Beispiel' }));
      await see('person', admin);
      await admin.page.goto('/konto/bestaetigen');
      await see('confirm', admin);
    });

    scene('an invitation', async (see) => {
      const { page } = await person(browser, lotse.url);
      guide = { page, served: lastServed(page), watched: watch(page, lotse.url) };
      await page.goto(link);
      await see('invitation, name', guide);
      await page.goto(link);
      await page.fill('#name', 'd.beispiel');
      await leave(page, page.locator('main form button[type=submit]'));
      await see('invitation, ways', guide);
      await setUp(page, link, 'd.beispiel');
      await see('account', guide);
      await page.goto('/konto/passwort');
      await see('password', guide, { modes: ['light 320'] });
      await leave(page, page.locator('main form.l-form button'));
      await see('password, errors', guide, { modes: ['dark 320'] });
    });

    scene('a shared tablet', async (see) => {
      const { page } = guide;
      await leave(page, page.locator('.l-bar form button'));
      await practise(page, 'lead');
      await page.goto('/buero/geraete');
      await page.fill('#label', 'Empfang');
      await leave(page, page.locator('main form.l-form button'));
      await see('tablet, locked', guide);
      await page.reload();
      await page.locator('form[data-passkey=get] button').click();
      await page.locator('#neuer-kurzcode').waitFor();
      await see('tablet, signed in', guide, { meant: TABLET });
      await page.reload();
      await leave(page, page.locator('form:has(#neuer-kurzcode) button'));
      await see('tablet, signed in, errors', guide, { modes: ['dark 320'], meant: TABLET });
      await page.fill('#neuer-kurzcode', 'elbe7');
      await leave(page, page.locator('form:has(#neuer-kurzcode) button'));
      await leave(page, page.locator('main form[action$="/abmelden"] button'));
      await see('tablet, locked, with a person', guide, { meant: ['autocomplete-password'] });
      await admin.page.goto('/buero/geraete');
      await see('devices, one', admin, { modes: ['light 320'] });
      await Promise.all([admin, guide].map((one) => close(one, { cookies: true })));
    });

    scene('the record', async (see) => {
      const auditor = await signedIn('auditor');
      await auditor.page.goto('/buero/protokoll?pruefen=1');
      await see('record', auditor);
      await close(auditor, { cookies: true });
    });
  });
});

describe('markup as delivered', () => {
  test('html-validate', async () => {
    const lines = [];
    for (const { name, meant, html } of pages) lines.push(...(await markup(html)).filter(({ rule }) => !meant.includes(rule)).map((one) => line(name, '', one)));
    expectNone(lines);
  });

  test('Nu checker', { skip: hasJava() ? false : 'needs Java' }, () => {
    expectNone(nu(pages).map(({ page, finding }) => line(page, '', finding)));
  });
});

describe('the statement on accessibility', () => {
  test('names what the checks find here, and nothing else', () => {
    assert.equal(broken, 0, 'some pages were not reached');
    holdStatement(kept, pages.length, 'stand');
  });
});
