// Lighthouse as a phone: accessibility 100, best practices 100, and nothing jumps; the speed of this machine is told, not judged.

import { after, before, describe, test } from 'node:test';
import { lighthouse, startChrome } from '../lib/checkers/lighthouse.mjs';
import { LONG } from '../lib/env.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { startLotse } from '../lib/server.mjs';
import { KINDS, pathOf } from '../pages.mjs';

let lotse, chrome;
before(async () => {
  [lotse, chrome] = await Promise.all([startLotse(), startChrome()]);
});
after(async () => {
  chrome?.kill();
  await lotse?.stop();
});

const CORE = ['start', 'stops', 'stop with hours', 'services', 'service, online'];
// Lighthouse calls an error page a page that failed to load.
const ALL = KINDS.filter(({ status = 200 }) => status === 200).map(({ name }) => name);

describe('Lighthouse, mobile', () => {
  for (const kind of LONG ? ALL : CORE) {
    test(kind, async (context) => {
      const { findings, figures } = await lighthouse(chrome, lotse.url + pathOf(kind));
      context.diagnostic(`${kind}: ${figures}`);
      expectNone(findings.map((one) => line(kind, 'phone', one)));
    });
  }
});
