// What a screen reader is told, as a file: written when the tests are told to, else compared.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDetails } from './browser.mjs';
import { HERE, UPDATE } from './env.mjs';

/**
 * Holds a text against its file in golden/, or writes it.
 * @param {string} file name without ending
 * @param {string} actual
 */
export function compare(file, actual) {
  const path = join(HERE, 'golden', `${file}.yml`);
  if (UPDATE) writeFileSync(path, actual);
  assert.ok(existsSync(path), `${path} is missing; LOTSE_GOLDEN_UPDATE=1 writes it`);
  assert.equal(actual, readFileSync(path, 'utf8'), `differs from golden/${file}.yml`);
}

/**
 * Parts of an open page as they are told, one block for each.
 * @param {import('playwright-core').Page} page
 * @param {string} part a selector
 * @param {(text: string) => string} mask takes out what another day says differently
 */
export async function told(page, part, mask) {
  await page.evaluate(openDetails);
  const blocks = [];
  for (const one of await page.locator(part).all()) blocks.push(await one.ariaSnapshot());
  assert.ok(blocks.length > 0, `${part} is not on ${page.url()}`);
  return `${mask(blocks.join('\n\n'))}\n`;
}
