// What the tests may be told from outside, and where things lie.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of these tests. */
export const HERE = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Every route, mode and repetition instead of each kind of page once. */
export const LONG = Boolean(process.env.LOTSE_TEST_LONG);
/** Write the golden files anew instead of comparing with them. */
export const UPDATE = Boolean(process.env.LOTSE_GOLDEN_UPDATE);

/** The program under test. */
export function lotseBinary() {
  const path = resolve(HERE, process.env.LOTSE_BIN ?? '../target/release/lotse');
  if (!existsSync(path)) throw new Error(`${path} is missing: build it with ./run --build, or name another in LOTSE_BIN`);
  return path;
}

/**
 * Where a program lies, looked up as a shell would.
 * @param {...string} names the first that exists wins
 * @returns {string|undefined}
 */
export function findProgram(...names) {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  return undefined;
}

/** The system's own Python starts ten times faster than one behind a version switch. */
export const python = () => findProgram('/usr/bin/python3', 'python3') ?? 'python3';
