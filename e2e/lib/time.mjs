// The time of day at which a stand is tried. A queue ends with its day, so shortly before midnight no numbers are given:
// tests of numbers run on a server that begins in the late morning, whatever time it is here.

/** Some days from today at a time, as people in Berlin write it down: `2026-11-25T11:00`. */
export function berlin(time, days = 0) {
  const then = new Date(Date.now() + days * 86_400_000);
  return `${then.toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })}T${time}`;
}
