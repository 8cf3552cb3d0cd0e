// A stop that is open whenever the tests run, so that numbers can be drawn at any time of day.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The id of the stop. */
export const STAND = 'test-immer-offen';

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/**
 * Puts the stop on the tour of a running Lotse and waits until it is on the pages.
 * @param {import('./server.mjs').Lotse} lotse
 */
export async function openStand(lotse) {
  const stop = {
    kind: 'stop', id: STAND, venue: 'mercado-altona', from: day(-3), to: day(3), hours: 'Mo-Su 00:00-24:00', clerk: 'Mo-Su 00:00-24:00',
    // Sundays and holidays, too: an exception wins over the rules of the Land.
    exceptions: [-1, 0, 1].map((offset) => ({ day: day(offset), hours: '00:00-24:00' })), offers: ['eid-check', 'pin-set', 'eid-activate', 'pin-reset'], languages: ['de', 'en', 'tr'], desks: 3, source: 'Test', example: true,
  };
  const file = join(dirname(lotse.file), 'stand.jsonl');
  writeFileSync(file, `${JSON.stringify(stop)}\n`);
  lotse.run('import', 'tour', file);
  const deadline = Date.now() + 10_000;
  while ((await fetch(`${lotse.url}/nummer/${STAND}`)).status !== 200) {
    if (Date.now() > deadline) throw new Error('the stop is not on the pages');
    await new Promise((done) => setTimeout(done, 50));
  }
}
