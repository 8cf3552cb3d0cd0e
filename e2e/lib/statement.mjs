// What the statement on accessibility says of the checks: a file that the accessibility gate writes and then holds.
// A finding that stands in it is open and known; any other stops the tests, and so does one that has gone.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HERE, LONG, UPDATE } from './env.mjs';

const FILE = join(HERE, '../crates/web/src/site/findings.json');
const PROGRAMS = { 'axe-core': 'axe-core', 'IBM Equal Access Checker': 'accessibility-checker-engine', HTML_CodeSniffer: 'html_codesniffer' };

/**
 * @typedef {{rule: string, pages: string[], de: string, en: string}} Open
 * @typedef {{checked: string, pages: number, tools: string[], findings: Open[]}} Statement
 */

const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
const tools = Object.entries(PROGRAMS).map(([name, of]) => `${name} ${version(of)}`);

/** Words for a rule that nobody has put into words yet. */
const words = (rule) => ({ de: `Die Prüfregel ${rule} ist nicht überall erfüllt.`, en: `The rule ${rule} is not met everywhere.` });

/**
 * What one run finds.
 * @param {Statement} before
 */
function gather(before) {
  const open = new Map();
  let pages = 0;
  return {
    /** How many pages were looked at. */
    get pages() {
      return pages;
    },
    /**
     * Notes what was found on a page of a kind; answers with what is not known yet.
     * @param {string} kind
     * @param {import('./findings.mjs').Finding[]} findings
     */
    note(kind, findings) {
      pages++;
      for (const { tool, rule } of findings) {
        const key = `${tool}/${rule}`;
        open.set(key, (open.get(key) ?? new Set()).add(kind.replace(' (English)', '')));
      }
      const known = (rule) => before.findings.some((one) => one.rule === rule && (LONG || one.pages.includes(kind.replace(' (English)', ''))));
      return UPDATE ? [] : findings.filter(({ tool, rule }) => !known(`${tool}/${rule}`));
    },
    /** @returns {Open[]} */
    findings() {
      const rules = [...open.keys()].sort();
      return rules.map((rule) => ({ rule, pages: [...open.get(rule)].sort(), ...words(rule), ...said(before, rule) }));
    },
  };
}

function said(statement, rule) {
  const { de, en } = statement.findings.find((one) => one.rule === rule) ?? {};
  return de && en ? { de, en } : {};
}

/** The statement as it is, to be compared with a run. */
export function readStatement() {
  const before = JSON.parse(readFileSync(FILE, 'utf8'));
  return { before, run: gather(before) };
}

/**
 * Holds the file against a finished run, or writes it. The long run sees more pages of the same rules.
 * @param {{before: Statement, run: ReturnType<typeof gather>}} kept
 * @param {number} wanted how many pages should have been looked at
 */
export function holdStatement({ before, run }, wanted) {
  const findings = run.findings();
  if (UPDATE && run.pages === wanted && !LONG) {
    const checked = new Date().toISOString().slice(0, 10);
    writeFileSync(FILE, `${JSON.stringify({ checked, pages: run.pages, tools, findings }, null, 2)}\n`);
    return;
  }
  const how = 'LOTSE_GOLDEN_UPDATE=1 npm run gate -- gates/accessibility.test.mjs writes crates/web/src/site/findings.json anew';
  assert.equal(run.pages, wanted, 'some pages could not be looked at');
  assert.ok(before.pages <= run.pages, `the statement claims ${before.pages} pages, ${run.pages} were checked: ${how}`);
  assert.deepEqual(before.tools, tools, how);
  if (LONG) assert.deepEqual(findings.map(({ rule }) => rule), before.findings.map(({ rule }) => rule), how);
  else assert.deepEqual(findings, before.findings, how);
}
