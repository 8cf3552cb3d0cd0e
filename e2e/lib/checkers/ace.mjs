// IBM's accessibility checker: what it calls a violation that fails.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8');

/** A box that scrolls must be reached by keyboard (axe: scrollable-region-focusable), which this rule does not know. */
const SCROLLS = { rule: 'element_tabbable_role_valid', snippet: 'class="l-scroll"' };

/** A form without a name is no landmark (HTML-AAM), so that several need no names; these rules take each for one. */
const FORMS = ['aria_form_label_unique', 'aria_landmark_name_unique'];
const nameless = ({ rule, element }) => FORMS.includes(rule) && element.startsWith('<form') && !element.includes('aria-label');

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function ace(page) {
  if (!(await page.evaluate(() => 'ace' in window))) await page.evaluate(`${source}; window.ace = ace;`);
  const found = await page.evaluate(async () => {
    const report = await new window.ace.Checker().check(document, ['WCAG_2_2', 'IBM_Accessibility']);
    return report.results
      .filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
      .map(({ ruleId, snippet, message }) => ({ tool: 'ace', rule: ruleId, element: snippet, why: message }));
  });
  return found.filter((one) => !(one.rule === SCROLLS.rule && one.element.includes(SCROLLS.snippet)) && !nameless(one));
}
