// Chromium as installed on the machine, each context with a profile of its own.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findProgram } from './env.mjs';

/** What keeps Chromium quiet and the same on every machine. */
export const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium lies. */
export function chromiumPath() {
  const usual = '/usr/bin/chromium';
  const path = existsSync(usual) ? usual : findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (!path) throw new Error('Chromium is missing (Debian: apt-get install chromium)');
  return path;
}

/** @returns {Promise<import('playwright-core').Browser>} */
export async function startBrowser() {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: ARGUMENTS });
}

/** How a page can be looked at. */
export const MODES = {
  'light 1280': { width: 1280, colorScheme: 'light' },
  'dark 1280': { width: 1280, colorScheme: 'dark' },
  'light 320': { width: 320, colorScheme: 'light' },
  'dark 320': { width: 320, colorScheme: 'dark' },
  'forced colours 1280': { width: 1280, colorScheme: 'dark', forcedColors: 'active' },
  'light 768': { width: 768, colorScheme: 'light' },
};

/**
 * Puts an open page into a mode.
 * @param {import('playwright-core').Page} page
 * @param {keyof typeof MODES} name
 */
export async function setMode(page, name) {
  const { width, colorScheme, forcedColors = 'none' } = MODES[name];
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
}

/** No motion while we measure; a built style sheet, because the page's own policy forbids others. */
export function holdStill() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Content of closed details counts too. */
export function openDetails() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}
