// All checkers on one open page, in each way of looking at it.

import { MODES, holdStill, openDetails, setMode } from './browser.mjs';
import { ace } from './checkers/ace.mjs';
import { axe } from './checkers/axe.mjs';
import { htmlcs } from './checkers/htmlcs.mjs';
import * as own from './checkers/own.mjs';

/** How every page is looked at. */
export const EVERYWHERE = ['light 1280', 'dark 1280', 'light 320', 'dark 320'];

/**
 * @param {import('playwright-core').Page} page
 * @param {(keyof typeof MODES)[]} modes how axe looks at it
 * @returns {Promise<(import('./findings.mjs').Finding & {mode: string})[]>}
 */
export async function inspect(page, modes) {
  const found = [];
  const note = (mode, findings) => found.push(...findings.map((one) => ({ mode, ...one })));
  await page.evaluate(holdStill);
  await page.evaluate(openDetails);
  for (const mode of modes) {
    await setMode(page, mode);
    note(mode, await axe(page, { contrast: !MODES[mode].forcedColors }));
    if (MODES[mode].width === 320) note(mode, await own.reflow(page));
    if (mode === 'light 320') note(mode, await own.targets(page));
  }
  await setMode(page, 'light 1280');
  note('light 1280', await ace(page));
  note('light 1280', await htmlcs(page));
  note('light 1280', await own.words(page));
  note('light 1280', await own.focus(page));
  await page.evaluate(own.spaceText);
  await setMode(page, 'light 320');
  note('text spacing 320', await own.reflow(page));
  return found;
}
