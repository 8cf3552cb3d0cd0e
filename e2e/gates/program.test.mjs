// What the program itself costs a small server: the time until it answers with Hamburg's data, and memory at rest.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lotseBinary } from '../lib/env.mjs';
import { freePort, startLotse } from '../lib/server.mjs';

const START_MS = 500;
const AT_REST_BYTES = 60e6;
/** By then the index is built and what that took is given back. */
const REST_LIMIT_MS = 90_000;
/** Gates run beside each other: the fastest start is the program's own. */
const MOST_STARTS = 12;

const skip = lotseBinary().includes('/debug/') ? 'the program was not optimised' : false;

describe('the program', { skip }, () => {
  let lotse, metrics;
  before(async () => {
    metrics = `127.0.0.1:${await freePort()}`;
    lotse = await startLotse({ encoder: true, args: ['--metrics-listen', metrics] });
  });
  after(() => lotse?.stop());

  test(`answers ${START_MS} ms after its start`, async (context) => {
    const took = [];
    while (took.length < MOST_STARTS && !took.some((ms) => ms <= START_MS)) {
      await lotse.restart();
      took.push(Math.round(lotse.startTook()));
    }
    context.diagnostic(`${took.join(', ')} ms`);
    assert.ok(Math.min(...took) <= START_MS, `${took.join(', ')} ms`);
  });

  test(`holds ${AT_REST_BYTES / 1e6} MB at rest, with the encoder of the search`, async (context) => {
    const earlier = lotse.log().length;
    await lotse.restart();
    const deadline = Date.now() + REST_LIMIT_MS;
    const held = async () => Number(/^process_resident_memory_bytes (\S+)$/m.exec(await (await fetch(`http://${metrics}/metrics`)).text())[1]);
    const rests = async () => lotse.log().slice(earlier).includes('by words and by meaning') && (await held()) <= AT_REST_BYTES;
    while (!(await rests())) {
      assert.ok(Date.now() < deadline, `${((await held()) / 1e6).toFixed(1)} MB: ${lotse.log().slice(-2000)}`);
      await new Promise((done) => setTimeout(done, 500));
    }
    context.diagnostic(`${((await held()) / 1e6).toFixed(1)} MB`);
  });
});
