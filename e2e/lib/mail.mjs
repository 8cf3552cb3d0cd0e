// A mail server that is not ours, as a process of its own; and what it took.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HERE, python } from './env.mjs';

/** What a mail program makes of a mail, by a library that is not ours. */
const READER = `
import email.policy, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
assert not m.defects and not m.is_multipart(), m.defects
print(json.dumps({"headers": dict(m.items()), "text": m.get_content()}))
`;

/**
 * Starts the mail server on a free port.
 * @param {string[]} args as in `mail/server.py`
 * @returns {Promise<{port: number, arrived: () => {headers: Record<string, string>, text: string, envelope: object}[], stop: () => Promise<void>}>}
 */
export async function startMailServer(args = []) {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-mail-'));
  const env = { ...process.env, PYTHONPATH: resolve(HERE, '../.lotse/tools/python') };
  const child = spawn(python(), [join(HERE, 'mail/server.py'), folder, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise((done, fail) => {
    child.once('exit', () => fail(new Error('no mail server: run ./test once, it brings aiosmtpd')));
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      if (said.endsWith('\n')) done(Number(said.replace('port ', '')));
    });
  });
  const arrived = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
      .map((name) => {
        const read = spawnSync(python(), ['-c', READER], { input: readFileSync(join(folder, name)), encoding: 'utf8' });
        if (read.status !== 0) throw new Error(read.stderr);
        return { ...JSON.parse(read.stdout), envelope: JSON.parse(readFileSync(join(folder, name.replace('.eml', '.json')), 'utf8')) };
      });
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.stdin.end();
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, arrived, stop };
}
