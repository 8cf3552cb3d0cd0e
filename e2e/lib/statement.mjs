// What the statement on accessibility says of the checks: a file that the gates `accessibility` and `stand` write, each
// its part, and then hold. A finding that stands in it is open and known; any other stops the tests, and so does one
// that has gone.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HERE, LONG, UPDATE } from './env.mjs';

const FILE = join(HERE, '../crates/web/src/site/findings.json');
const PROGRAMS = { 'axe-core': 'axe-core', 'IBM Equal Access Checker': 'accessibility-checker-engine', HTML_CodeSniffer: 'html_codesniffer' };

/**
 * @typedef {{rule: string, pages: string[], de: string, en: string}} Open
 * @typedef {{pages: number, findings: Open[]}} Part
 * @typedef {{checked: string, tools: string[], public: Part, stand: Part}} Statement
 */

const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
const tools = Object.entries(PROGRAMS).map(([name, of]) => `${name} ${version(of)}`);

/** Words for a rule that nobody has put into words yet. */
const words = (rule) => ({ de: `Die Prüfregel ${rule} ist nicht überall erfüllt.`, en: `The rule ${rule} is not met everywhere.` });

/**
 * What one run finds.
 * @param {Part} before
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

function said(before, rule) {
  const { de, en } = before.findings.find((one) => one.rule === rule) ?? {};
  return de && en ? { de, en } : {};
}

const read = () => JSON.parse(readFileSync(FILE, 'utf8'));

/**
 * A gate's part of the statement as it is, to be compared with a run.
 * @param {'public'|'stand'} part
 */
export function readStatement(part) {
  const whole = read();
  return { part, whole, run: gather(whole[part]) };
}

/**
 * Holds the part against a finished run, or writes it. The long run sees more pages of the same rules.
 * @param {ReturnType<typeof readStatement>} kept
 * @param {number} wanted how many pages should have been looked at
 * @param {string} gate who writes it anew
 */
export function holdStatement({ part, whole, run }, wanted, gate) {
  const findings = run.findings();
  if (UPDATE && run.pages === wanted && !LONG) {
    // Read again: the other gate may have written its part meanwhile.
    const checked = new Date().toISOString().slice(0, 10);
    writeFileSync(FILE, `${JSON.stringify({ ...read(), checked, tools, [part]: { pages: run.pages, findings } }, null, 2)}\n`);
    return;
  }
  const how = `LOTSE_GOLDEN_UPDATE=1 npm run gate -- gates/${gate}.test.mjs writes crates/web/src/site/findings.json anew`;
  const before = whole[part];
  assert.equal(run.pages, wanted, 'some pages could not be looked at');
  assert.ok(before.pages <= run.pages, `the statement claims ${before.pages} pages, ${run.pages} were checked: ${how}`);
  assert.deepEqual(whole.tools, tools, how);
  if (LONG) assert.deepEqual(findings.map(({ rule }) => rule), before.findings.map(({ rule }) => rule), how);
  else assert.deepEqual(findings, before.findings, how);
}
