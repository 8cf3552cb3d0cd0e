// What only the screens of a stand need: a way back for whoever comes next, languages in turn, a clock.

/** Whoever was at the kiosk went: so long after the last touch the next person finds the beginning, and what is true now. */
const IDLE = 60_000;
/** Seconds between two tries to go back while the server does not answer. */
const RETRY = 5;

/** Goes to a page of ours only when it answers: from a browser's own page about errors nothing leads back. */
async function goTo(address: string): Promise<void> {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (answer?.ok) location.replace(address);
}

/** Begins anew at `data-start` when nobody touches the screen. */
export function startAnew(kiosk: HTMLElement): void {
  const start = kiosk.dataset.start;
  if (!start) return;
  let idle = 0;
  const wait = (): void => {
    clearTimeout(idle);
    idle = window.setTimeout(() => void goTo(start).finally(wait), IDLE);
  };
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, wait, true);
  wait();
}

/** Goes back to `data-return` after `data-seconds`, visibly, and waits longer when asked (WCAG 2.2.1). */
export function returnToStart(note: HTMLElement): void {
  const back = note.dataset.return;
  const [count, more] = [note.querySelector("[data-count]"), note.querySelector<HTMLButtonElement>("button")];
  if (!back || !count) return;
  const whole = Number(note.dataset.seconds ?? "20");
  let left = whole;
  note.hidden = false;
  more?.addEventListener("click", () => {
    left = whole * 3;
    count.textContent = String(left);
  });
  setInterval(() => {
    left -= 1;
    count.textContent = String(Math.max(left, 0));
    if (left <= 0 && left % RETRY === 0) void goTo(back);
  }, 1000);
}

/** Shows the children of `group` one after the other. */
export function takeTurns(group: HTMLElement): void {
  let turn = 0;
  const show = (): void =>
    [...group.children].forEach((child, i) => ((child as HTMLElement).hidden = i !== turn % group.children.length));
  show();
  document.addEventListener("fresh", show);
  setInterval(() => {
    turn += 1;
    show();
  }, 8000);
}

/** The time of day at the stand: as the server has it, which the screen's own clock may not. */
export function tellTime(clock: HTMLElement): void {
  let ahead = 0;
  const show = (): void => {
    clock.textContent = new Date(Date.now() + ahead).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
  };
  // Told anew with whatever else is: over days a screen's own clock runs away, or is set right.
  const set = (): void => {
    ahead = Number(clock.dataset.clock) - Date.now();
    show();
  };
  set();
  document.addEventListener("fresh", set);
  setInterval(show, 1000);
}
