// People at a stand, each in a browser of their own: what they press, and when they see what others did.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { STAND } from './stand.mjs';

/** So long may it take on a machine that does something else as well; what it took is judged by its median. */
const LIMIT_MS = 15_000;

/** Writes down each state of the page with its time. Runs in the page, before its own script. */
function keepDiary() {
  const diary = [];
  window.diary = diary;
  const look = () => {
    const words = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    let text = '';
    while (words.nextNode()) text += `${words.currentNode.data} `;
    text = text.replace(/\s+/g, ' ').trim();
    if (text !== diary.at(-1)?.text) diary.push({ at: Date.now(), text });
  };
  document.addEventListener('DOMContentLoaded', () => {
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/**
 * A page in a fresh profile whose states are written down.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('playwright-core').ViewportSize} viewport
 */
export async function person(browser, url, viewport) {
  const context = await browser.newContext({ baseURL: url, viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(LIMIT_MS);
  await context.addInitScript(keepDiary);
  return context.newPage();
}

/**
 * Waits until the page is as asked for, without touching it.
 * @param {(text: string) => boolean} test asked of the whole text of the page
 * @returns {Promise<number>} how many milliseconds after `since` it was so
 */
export async function seen(page, since, test, what) {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    // A page that is just being left has no diary.
    const diary = await page.evaluate(() => window.diary ?? []).catch(() => []);
    const last = diary.at(-1);
    if (last && test(last.text)) {
      // The state that lasts counts, not one that came and went.
      const first = diary.findLastIndex((state) => !test(state.text)) + 1;
      return Math.max(diary[first].at - since, 0);
    }
    if (Date.now() > deadline) assert.fail(`${what}: not seen on ${page.url()}: ${last?.text}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** Presses something that leads to a page, be it the same again. */
export async function press(page, selector) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.locator(selector).click()]);
}

/** Signs in with a practice account and ends at the address. */
export async function practise(page, role, address) {
  if (!page.url().includes('/anmelden')) await page.goto(`/anmelden?weiter=${encodeURIComponent(address)}`);
  await press(page, `form:has(input[value="${role}"]) button`);
}

/** A desk that is open. */
export async function openDesk(page, role, no, who) {
  await practise(page, role, `/stand/${STAND}`);
  await page.selectOption('#platz', String(no));
  if (who) await page.check(`#wer-${who}`);
  await press(page, 'form:has(#platz) button[type=submit]');
  assert.equal(new URL(page.url()).pathname, `/stand/${STAND}/${no}`);
}

/** Whom the desk has; undefined for nobody. */
export async function atDesk(page) {
  const number = await page.locator('.l-counter__number').innerText();
  return number === '–' ? undefined : number;
}

/** Draws a number on a phone and stays on its page. */
export async function drawOnPhone(page, topic) {
  await page.goto(`/nummer/${STAND}`);
  await press(page, `button[value="${topic}"]`);
  assert.match(page.url(), /\/besuch\//);
  return page.locator('.l-ticket__number').innerText();
}

/** Draws a number at the kiosk and leaves it to the next person. */
export async function drawAtKiosk(page, taps, look = async () => {}) {
  await page.goto(`/kiosk/${STAND}`);
  for (const tap of taps) await press(page, `button[value="${tap}"]`);
  const number = await page.locator('.l-ticket__number').innerText();
  await look();
  await press(page, '.l-choices a');
  return number;
}

/** Today's numbers as the counter shows them: what a line says, and how many. */
export async function figures(page) {
  const lines = await page.locator('#summen ul').first().locator('li').allInnerTexts();
  return Object.fromEntries(lines.map((line) => [line.replace(/^\d+ /, ''), Number.parseInt(line, 10)]));
}

/** The middle one. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Saves what a page looks like into the folder named in LOTSE_TEST_SHOTS. */
export async function shot(page, name) {
  const folder = process.env.LOTSE_TEST_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
