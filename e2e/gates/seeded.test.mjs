// Each checker finds its own fault on a page made of faults. A gate that finds nothing proves nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setMode, startBrowser } from '../lib/browser.mjs';
import { ace } from '../lib/checkers/ace.mjs';
import { axe } from '../lib/checkers/axe.mjs';
import { htmlcs } from '../lib/checkers/htmlcs.mjs';
import { lighthouse, startChrome } from '../lib/checkers/lighthouse.mjs';
import { markup } from '../lib/checkers/markup.mjs';
import { hasJava, nu } from '../lib/checkers/nu.mjs';
import * as own from '../lib/checkers/own.mjs';
import { HERE } from '../lib/env.mjs';

const html = readFileSync(join(HERE, 'seeded/defects.html'), 'utf8');
let server, browser, page;
before(async () => {
  server = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  browser = await startBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Every rule in `expected` must be among the findings. */
function mustFind(findings, expected) {
  const rules = findings.map(({ rule }) => rule);
  for (const rule of expected) assert.ok(rules.some((one) => one.startsWith(rule)), `${rule} was not found, only ${[...new Set(rules)].join(', ')}`);
}

describe('seeded faults are found', () => {
  test('axe', async () => mustFind(await axe(page), ['html-has-lang', 'color-contrast', 'image-alt', 'button-name', 'heading-order', 'label']));
  test('IBM checker', async () => mustFind(await ace(page), ['html_lang_exists', 'img_alt_valid', 'aria_role_valid', 'text_contrast_sufficient']));
  test('HTML_CodeSniffer', async () => mustFind(await htmlcs(page), ['Principle1.Guideline1_1.1_1_1.H37', 'Principle4.Guideline4_1.4_1_2', 'Principle1.Guideline1_4.1_4_3.G18']));
  test('html-validate', async () => mustFind(await markup(html), ['no-dup-id', 'element-permitted-content', 'deprecated']));
  test('Nu checker', { skip: hasJava() ? false : 'needs Java' }, () => {
    const said = nu([{ name: 'defects', html }]).map(({ finding }) => finding.why).join('\n');
    for (const words of ['Duplicate ID', 'not allowed as child', 'center']) assert.ok(said.includes(words), `"${words}" is missing in:\n${said}`);
  });
  test('words', async () => mustFind(await own.words(page), ['vague-link', 'error-not-tied']));
  test('focus', async () => mustFind(await own.focus(page), ['focus-not-visible']));
  test('reflow and targets', async () => {
    await setMode(page, 'light 320');
    mustFind(await own.reflow(page), ['sideways-scrolling', 'text-cut-off']);
    mustFind(await own.targets(page), ['small-target']);
  });
  test('Lighthouse', async () => {
    const chrome = await startChrome();
    try {
      const { findings } = await lighthouse(chrome, page.url());
      mustFind(findings, ['image-alt', 'paste-preventing-inputs', 'cumulative-layout-shift']);
    } finally {
      chrome.kill();
    }
  });
});
