// axe-core: WCAG 2.2 AA and its best practices.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * @param {import('playwright-core').Page} page
 * @param {{contrast?: boolean}} [how] `contrast: false` where the reader's own colours rule: axe then mixes them with ours
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function axe(page, { contrast = true } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const violations = await page.evaluate(async ({ tags, contrast }) => {
    const result = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'], rules: { 'color-contrast': { enabled: contrast } } });
    return result.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }));
  }, { tags: TAGS, contrast });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ tool: 'axe', rule: id, element: html, why: failureSummary.replace(/^Fix (any|all) of the following:/, '') })),
  );
}
