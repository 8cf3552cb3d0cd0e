// What a check found, said in one line: page, mode, tool, rule, element, reason.

import assert from 'node:assert/strict';

/**
 * @typedef {{tool: string, rule: string, element?: string, why?: string}} Finding
 */

const shorten = (text, length) => {
  const line = String(text ?? '').replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

/**
 * @param {string} page
 * @param {string} mode
 * @param {Finding} finding
 */
export function line(page, mode, { tool, rule, element, why }) {
  const where = mode ? `${page} [${mode}]` : page;
  return [`${where} ${tool}/${rule}`, shorten(element, 140), shorten(why, 200)].filter(Boolean).join(' · ');
}

/**
 * Fails with one line per finding.
 * @param {string[]} lines
 */
export function expectNone(lines) {
  const unique = [...new Set(lines)];
  if (unique.length === 0) return;
  const shown = unique.slice(0, 60);
  if (unique.length > shown.length) shown.push(`… and ${unique.length - shown.length} more`);
  assert.fail(`${unique.length} found\n  ${shown.join('\n  ')}`);
}
