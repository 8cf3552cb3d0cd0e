// A visitor: a page in a fresh profile, closed when the story is told.

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: import('playwright-core').Page) => Promise<void>} story
 */
export async function visit(browser, options, story) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  try {
    await story(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * Presses Tab until the element has the focus.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 */
export async function tabTo(page, selector, most = 200) {
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} is not reached with ${most} times Tab on ${page.url()}`);
}

/** "etwa 900 m" or "about 8.0 km" in metres; undefined without a distance. */
export function metres(text) {
  const found = /(?:etwa|about) ([\d.,]+) (k?m)\b/.exec(text);
  if (!found) return undefined;
  const number = Number(found[1].replace(',', '.'));
  return found[2] === 'km' ? number * 1000 : number;
}
