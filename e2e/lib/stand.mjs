// A stop that is open around the clock, on Sundays and holidays, too.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The id of the stop. */
export const STAND = 'test-immer-offen';

/** Its hours on the days around today, whatever the rules of the Land say. */
export const hours = (text) => ({ hours: `Mo-Su ${text}`, exceptions: [-1, 0, 1].map((offset) => ({ day: day(offset), hours: text })) });

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/**
 * Puts the stop on the tour of a running Lotse and waits until it is on the pages.
 * @param {import('./server.mjs').Lotse} lotse
 * @param {object} changes what is different from a stop that is open around the clock
 */
export async function openStand(lotse, changes = {}) {
  putStand(lotse, changes);
  const deadline = Date.now() + 10_000;
  while ((await fetch(`${lotse.url}/nummer/${STAND}`)).status !== 200) {
    if (Date.now() > deadline) throw new Error('the stop is not on the pages');
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The same without waiting, to change a stop that is there. */
export function putStand(lotse, changes = {}) {
  const stop = {
    kind: 'stop', id: STAND, venue: 'mercado-altona', from: day(-3), to: day(3), clerk: 'Mo-Su 00:00-24:00', ...hours('00:00-24:00'), offers: ['eid-check', 'pin-set', 'eid-activate', 'pin-reset'], languages: ['de', 'en', 'tr'], desks: 3, source: 'Test', example: true, ...changes,
  };
  const file = join(dirname(lotse.file), 'stand.jsonl');
  writeFileSync(file, `${JSON.stringify(stop)}\n`);
  lotse.run('import', 'tour', file);
}
