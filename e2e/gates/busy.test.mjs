// A busy hour, played through in less than a minute: three desks, a lead who looks on, a kiosk, a display and ten phones.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { atDesk, drawAtKiosk, drawOnPhone, figures, median, openDesk, person, practise, press, seen, shot } from '../lib/desk.mjs';
import { startLotse } from '../lib/server.mjs';
import { STAND, openStand } from '../lib/stand.mjs';
import { berlin } from '../lib/time.mjs';

const ROUNDS = 8;
const PHONES = 10;
/** The bar for what another one does to be seen, in milliseconds. */
const AT_ONCE = 1000;
const TOPICS = ['service', 'check', 'app', 'other'];
const TAPS = [['pin', 'activate'], ['service'], ['pin', 'pin-set'], ['pin', 'pin-reset']];
const OUTCOMES = ['#haupt', '#part', '#elsewhere', '#not-done'];
const CALLED = (no) => (text) => text.includes(`Bitte zu Platz ${no} `);
const shown = (number, no) => new RegExp(`\\b${number} (→ )?Platz ${no}\\b`);
const IN_LINE = (text) => /Noch \d+ vor Ihnen|als Nächstes dran/.test(text);
/** Who is in line, as the counter has it. */
const line = (text) => text.slice(text.indexOf('Warteschlange'), text.indexOf('Werkzeuge'));
const LATER = (text) => text.includes('Sie kommen später');

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse({ time: berlin('11:00') }), startBrowser()]);
  await openStand(lotse);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** The people of the story, and what it knows of the numbers. */
async function cast() {
  const small = { width: 360, height: 740 };
  const tablet = { width: 1280, height: 800 };
  const join = (viewport) => person(browser, lotse.url, viewport);
  const pages = (count, viewport) => Promise.all(Array.from({ length: count }, () => join(viewport)));
  const [desks, phones] = [await pages(3, tablet), await pages(PHONES, small)];
  const [lead, kiosk, display] = [await join(tablet), await join({ width: 1080, height: 1920 }), await join({ width: 1920, height: 1080 })];
  await Promise.all([openDesk(desks[0], 'guide', 1), openDesk(desks[1], 'guide', 2), openDesk(desks[2], 'clerk', 3, 'beide')]);
  await practise(lead, 'lead', `/stand/${STAND}/1`);
  await display.goto(`/anzeige/${STAND}`);
  const people = phones.map((page) => ({ page, number: undefined }));
  return { desks, lead, kiosk, display, phones: people, drawn: new Set(), called: new Set(), away: new Set(), served: 0, took: { phone: [], display: [], counter: [] } };
}

const born = (page) => page.evaluate(() => performance.timeOrigin);
const holder = (story, number) => story.phones.find((phone) => phone.number === number);
const note = (story, number) => {
  assert.ok(!story.drawn.has(number), `${number} was given twice`);
  story.drawn.add(number);
};

async function kioskDraws(story, look) {
  const number = await drawAtKiosk(story.kiosk, TAPS[story.drawn.size % TAPS.length], look);
  note(story, number);
  return number;
}

/** A button on a phone; its answer is a page, and from then on none is loaded by itself. */
async function taps(phone, button) {
  await press(phone.page, button);
  phone.born = await born(phone.page);
}

/** Whoever has no number draws one, and somebody at the kiosk. */
async function arrive(story) {
  const draw = async (phone, i) => {
    phone.number = await drawOnPhone(phone.page, TOPICS[i % TOPICS.length]);
    phone.born = await born(phone.page);
    note(story, phone.number);
  };
  const idle = story.phones.filter((phone) => phone.number === undefined);
  await Promise.all([...idle.map(draw), kioskDraws(story)]);
}

/** A desk calls whoever is next, or somebody by name; everybody who must see it does. */
async function call(story, no, name) {
  const desk = story.desks[no - 1];
  const since = Date.now();
  await press(desk, name ? `#aufrufen-${name}` : '#haupt');
  const number = await atDesk(desk);
  assert.ok(story.drawn.has(number), `desk ${no} called ${number}`);
  if (name) assert.equal(number, name);
  assert.ok(!story.called.has(number), `${number} was called twice`);
  assert.ok(!story.away.has(number), `${number} is not in line and was called`);
  story.called.add(number);
  return { no, number, since };
}

/** The call is on the display, on the phone and on the lead's screen, and no page was loaded anew. */
async function spread(story, { no, number, since }) {
  const phone = holder(story, number);
  const gone = (text) => !line(text).includes(`${number} `);
  const [display, counter, own] = await Promise.all([
    seen(story.display, since, (text) => shown(number, no).test(text), `${number} called to ${no}`),
    seen(story.lead, since, gone, `${number} is not in line any more`),
    phone && seen(phone.page, since, CALLED(no), `${number} called to ${no}`),
  ]);
  story.took.display.push(display);
  story.took.counter.push(counter);
  if (!phone) return;
  story.took.phone.push(own);
  assert.equal(await born(phone.page), phone.born, 'the phone loaded its page anew');
}

async function finish(story, { no, number }, how = '#haupt') {
  await press(story.desks[no - 1], '#haupt');
  await press(story.desks[no - 1], how);
  story.served += 1;
  const phone = holder(story, number);
  if (!phone) return;
  await seen(phone.page, 0, (text) => text.includes('Danke für Ihren Besuch'), `${number} is finished`);
  phone.number = undefined;
}

/** The last one in line with a phone, whom nobody calls soon. */
const lastInLine = (story) => story.phones.filter(({ number }) => number && !story.called.has(number) && !story.away.has(number)).at(-1);

/** Besides the calls: some come later, come back, leave, or do not come. */
async function between(story, round, calls) {
  if (round === 1) {
    story.later = lastInLine(story);
    story.away.add(story.later.number);
    await taps(story.later, '#spaeter');
  } else if (round === 3) {
    await taps(story.later, '#zurueck');
    story.away.delete(story.later.number);
  } else if (round === 4) {
    const leaves = lastInLine(story);
    story.away.add(leaves.number);
    story.left = 1;
    await taps(leaves, '#gehen');
    leaves.number = undefined;
  } else if (round === 5) {
    // Called, and comes later: the desk is free without touching it.
    const [called] = calls.filter(({ number }) => holder(story, number));
    if (!called) return calls;
    const since = Date.now();
    const phone = holder(story, called.number);
    await taps(phone, '#spaeter');
    story.took.counter.push(await seen(story.desks[called.no - 1], since, (text) => text.includes('Ihr Platz ist frei'), 'the desk is free'));
    await taps(phone, '#zurueck');
    story.called.delete(called.number);
    return calls.filter((one) => one !== called);
  } else if (round === 6) {
    const [missed] = calls.filter(({ number }) => holder(story, number));
    if (!missed) return calls;
    await press(story.desks[missed.no - 1], '#nichtda');
    const phone = holder(story, missed.number);
    await seen(phone.page, 0, (text) => text.includes('nicht gesehen'), 'not seen');
    await taps(phone, '#zurueck');
    story.called.delete(missed.number);
    return calls.filter((one) => one !== missed);
  }
  return calls;
}

/** All desks press at the same time. */
async function round(story, n) {
  await arrive(story);
  const calls = await Promise.all(story.desks.map((_, i) => call(story, i + 1)));
  assert.equal(new Set(calls.map(({ number }) => number)).size, 3);
  await Promise.all(calls.map((one) => spread(story, one)));
  if (n === 0) await pictures(story, calls);
  const left = await between(story, n, calls);
  await Promise.all(left.map((one) => finish(story, one, OUTCOMES[(n + one.no) % OUTCOMES.length])));
}

async function pictures(story, calls) {
  const phone = calls.map(({ number }) => holder(story, number)).find(Boolean);
  await shot(story.desks[0], 'desk-called');
  await shot(story.lead, 'desk-seen-by-lead');
  await shot(story.display, 'display');
  if (phone) await shot(phone.page, 'phone-called');
  await shot(lastInLine(story).page, 'phone-waiting');
}

/** Called by mistake and taken back. */
async function undo(story) {
  const { number, page } = lastInLine(story);
  await spread(story, await call(story, 1, number));
  const since = Date.now();
  await press(story.desks[0], '#rueckgaengig');
  story.called.delete(number);
  story.took.phone.push(await seen(page, since, IN_LINE, `${number} waits again`));
  story.took.counter.push(await seen(story.desks[1], since, (text) => line(text).includes(`${number} `), `${number} is in line`));
  story.took.display.push(await seen(story.display, since, (text) => !shown(number, 1).test(text), `${number} is not called`));
}

/** From a guide to the clerk. */
async function handOver(story) {
  const { number, page } = lastInLine(story);
  await spread(story, await call(story, 1, number));
  await press(story.desks[0], '#haupt');
  const since = Date.now();
  await press(story.desks[0], '#uebergeben');
  story.called.delete(number);
  story.took.phone.push(await seen(page, since, IN_LINE, `${number} waits for the clerk`));
  story.took.counter.push(await seen(story.desks[2], since, (text) => text.includes('übergeben'), 'the clerk sees it'));
  await shot(story.desks[2], 'desk-clerk');
  assert.equal(await story.desks[0].locator(`#aufrufen-${number}`).count(), 0, 'a guide may call who needs the clerk');
  const taken = await call(story, 3, number);
  await spread(story, taken);
  await finish(story, taken);
}

/** Parked at a desk by key, back by another desk. */
async function park(story) {
  const { number, page } = lastInLine(story);
  await spread(story, await call(story, 2, number));
  const since = Date.now();
  await Promise.all([story.desks[1].waitForNavigation(), story.desks[1].keyboard.press('F4')]);
  story.called.delete(number);
  story.took.phone.push(await seen(page, since, LATER, `${number} comes later`));
  story.took.counter.push(await seen(story.desks[0], since, (text) => text.includes(`${number} kommt später`), `${number} is aside`));
  await press(story.desks[0], `#zurueck-${number}`);
  await seen(page, 0, IN_LINE, `${number} is back`);
  await story.desks[1].locator(`#aufrufen-${number}`).waitFor();
  await finish(story, await call(story, 2, number));
}

/** Two tabs of one desk, one of them old; a double click; the back button. */
async function clumsy(story) {
  const [desk] = story.desks;
  const old = await desk.context().newPage();
  // An old page is one that hears nothing.
  await old.route('**/strom*', (route) => route.abort());
  await old.goto(`/stand/${STAND}/1`);
  const one = await call(story, 1);
  await press(old, '#haupt');
  assert.match(await old.locator('[role=alert]').innerText(), new RegExp(`${one.number} ist noch an diesem Platz`));
  assert.equal(await atDesk(old), one.number);
  await finish(story, one);
  await press(old, '#haupt');
  assert.match(await old.locator('[role=alert]').innerText(), new RegExp(`${one.number} ist inzwischen woanders`));
  await shot(old, 'desk-told');
  await old.close();
  await desk.goBack();
  await desk.goto(`/stand/${STAND}/1`);
  assert.equal(await atDesk(desk), undefined, 'the back button did something');
  await Promise.all([desk.waitForNavigation(), desk.locator('#haupt').dblclick({ noWaitAfter: true })]);
  await desk.waitForLoadState();
  const number = await atDesk(desk);
  assert.ok(story.drawn.has(number) && !story.called.has(number));
  story.called.add(number);
  assert.match(await desk.locator('#person').innerText(), /aufgerufen, gerade eben/, 'a double click is one click');
  await finish(story, { no: 1, number });
}

async function signOut(desk) {
  const tab = await desk.context().newPage();
  await tab.goto('/konto');
  await press(tab, '.l-bar form button');
  await tab.close();
}

/** The session ends while somebody is called: by the next press it shows, or by what happens in the queue. */
async function sessionEnds(story) {
  const [one, two] = await Promise.all([call(story, 1), call(story, 2)]);
  const [pressing, watching] = story.desks;
  await signOut(pressing);
  await press(pressing, '#haupt');
  assert.equal(new URL(pressing.url()).pathname, '/anmelden');
  await practise(pressing, 'guide');
  await pressing.goto(`/stand/${STAND}/1`);
  await signOut(watching);
  await kioskDraws(story);
  await watching.waitForURL((url) => url.pathname === '/anmelden');
  await practise(watching, 'guide');
  for (const [desk, { number }] of [[pressing, one], [watching, two]]) assert.equal(await atDesk(desk), number, 'the desk lost its person');
  await Promise.all([finish(story, one), finish(story, two)]);
}

/** The lead ends the day while people wait; a desk may finish. */
async function dayEnds(story) {
  await arrive(story);
  const later = lastInLine(story);
  await taps(later, '#spaeter');
  story.away.add(later.number);
  const last = await call(story, 1);
  await story.lead.goto(`/stand/${STAND}`);
  await shot(story.lead, 'lead');
  const since = Date.now();
  await story.lead.locator('summary', { hasText: 'Tag beenden' }).click();
  await press(story.lead, 'button[value=schluss]');
  const waiting = story.phones.filter(({ number }) => number && number !== last.number);
  const told = waiting.map(({ page }) => seen(page, since, (text) => text.includes('leider nicht mehr zu Ihnen gekommen'), 'the day is over'));
  story.took.phone.push(...(await Promise.all(told)));
  await shot(later.page, 'phone-turned-away');
  await story.kiosk.goto(`/kiosk/${STAND}`);
  assert.match(await story.kiosk.locator('main').innerText(), /Für heute ist Schluss/);
  await shot(story.kiosk, 'kiosk-closed');
  await finish(story, last);
  await press(story.desks[1], '#haupt');
  assert.match(await story.desks[1].locator('[role=alert]').innerText(), /wartet niemand/);
}

async function addUp(story) {
  const [desk] = story.desks;
  await desk.goto(`/stand/${STAND}/1`);
  const today = await figures(desk);
  await shot(desk, 'desk-end');
  const of = (name) => today[name] ?? 0;
  assert.equal(of('Nummern gezogen'), story.drawn.size);
  assert.equal(of('fertig'), story.served);
  assert.equal(of('gegangen oder nicht gekommen'), story.left);
  assert.equal(of('warten') + of('an Plätzen') + of('kommen später'), 0);
  assert.equal(of('nicht mehr drangekommen'), story.drawn.size - story.served - story.left, JSON.stringify(today));
  return today;
}

test('a busy hour', { timeout: 300_000 }, async (t) => {
  const begun = Date.now();
  const story = await cast();
  const whole = await Promise.all([born(story.display), born(story.lead)]);
  await kioskDraws(story, async () => {
    await shot(story.kiosk, 'kiosk-ticket');
  });
  await shot(story.kiosk, 'kiosk');
  for (let n = 0; n < ROUNDS; n++) await round(story, n);
  for (const scene of [undo, handOver, park, clumsy, sessionEnds]) {
    await arrive(story);
    await scene(story);
  }
  assert.deepEqual(await Promise.all([born(story.display), born(story.lead)]), whole, 'display or counter was loaded anew');
  await dayEnds(story);
  const today = await addUp(story);
  assert.ok(story.drawn.size >= 40, `${story.drawn.size} visits`);
  t.diagnostic(`${(Date.now() - begun) / 1000} s: ${JSON.stringify(today)}`);
  for (const [where, took] of Object.entries(story.took)) {
    t.diagnostic(`seen on the ${where}: median ${median(took)} ms, longest ${Math.max(...took)} ms of ${took.length}`);
    assert.ok(median(took) <= AT_ONCE, `${where}: median ${median(took)} ms`);
  }
});
