// What only the screens of a stand need: a way back for whoever comes next, languages in turn, a clock.

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
    if (left === 0) location.replace(back);
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

/** The time of day at the stand. */
export function tellTime(clock: HTMLElement): void {
  const show = (): void => {
    clock.textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
  };
  show();
  setInterval(show, 1000);
}
