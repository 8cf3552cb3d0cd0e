// HTML_CodeSniffer: errors against WCAG 2 AA.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('html_codesniffer/build/HTMLCS.js'), 'utf8');

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function htmlcs(page) {
  if (!(await page.evaluate(() => 'HTMLCS' in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    const { HTMLCS } = window;
    await new Promise((done, fail) => HTMLCS.process('WCAG2AA', document, done, fail));
    return HTMLCS.getMessages()
      .filter(({ type }) => type === HTMLCS.ERROR)
      .map(({ code, msg, element }) => ({ tool: 'htmlcs', rule: code.replace('WCAG2AA.', ''), element: element?.outerHTML?.slice(0, 300), why: msg }));
  });
}
