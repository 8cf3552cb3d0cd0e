// Starts the program under test with a data base of its own, and ends it by its id.

import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lotseBinary } from './env.mjs';

const START_LIMIT_MS = 60_000;

/** A port that was free a moment ago. */
export async function freePort() {
  const probe = createServer();
  await new Promise((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function waitUntilReady(url, child, log) {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`lotse ended with ${child.exitCode}: ${log()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`lotse is not ready after ${START_LIMIT_MS} ms: ${log()}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

async function end(child) {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}

/**
 * A running Lotse, with the example data unless told otherwise.
 * @typedef {{url: string, database: string, file: string, startTook: () => number, run: (...args: string[]) => string, restart: (time: string) => Promise<void>, stop: () => Promise<void>, log: () => string}} Lotse
 * @param {{time?: string, demo?: boolean, encoder?: boolean, args?: string[]}} options the local time at which it begins, such as `2026-11-25T11:00`, now when left out; whether the search may use its encoder; further arguments of `lotse serve`
 * @returns {Promise<Lotse>}
 */
export async function startLotse({ time, demo = true, encoder = false, args: more = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-e2e-'));
  const file = join(folder, 'lotse.db');
  const database = `sqlite://${file}`;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const args = ['serve', '--database', database, '--listen', `127.0.0.1:${port}`, '--public-url', url, ...more];
  if (demo) args.push('--demo');
  // The search on words alone: its encoder comes some seconds later, and answers must not depend on that moment.
  const env = encoder ? process.env : { ...process.env, LOTSE_ENCODER: join(folder, 'none') };
  let child, text = '', took = 0;
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (at) => {
    const begun = performance.now();
    child = spawn(lotseBinary(), at ? [...args, '--demo-time', at] : args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part));
    await waitUntilReady(url, child, () => text).catch(async (error) => {
      await stop();
      throw error;
    });
    took = performance.now() - begun;
  };
  await start(time);
  const restart = async (at) => {
    await end(child);
    await start(at);
  };
  const run = (...given) => execFileSync(lotseBinary(), [...given, '--database', database], { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
  return { url, database, file, startTook: () => took, run, restart, stop, log: () => text };
}
