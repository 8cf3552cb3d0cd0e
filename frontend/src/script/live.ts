// Keeps a part of a page true while somebody looks at it: the server says that something changed, the page is fetched
// again and the part exchanged. Without script the page refreshes by itself or by its link.

/** Longest silence before the page says from when it is; the server speaks every ten seconds. */
const SILENCE = 25_000;
/** An answer that takes longer does not come: the network changed under it, or the machine slept. */
const PATIENCE = 10_000;
/** Many phones hear of a call at once: each waits a moment of its own before it asks. */
const SPREAD = 400;

/** Nothing is exchanged under a finger that presses, for the press would be lost; at most for this long. */
const PRESS = 1000;
let pressed = 0;
document.addEventListener("pointerdown", () => (pressed = Date.now()), true);
for (const end of ["pointerup", "pointercancel"]) {
  // The click comes after the finger is up.
  document.addEventListener(end, () => setTimeout(() => (pressed = 0)), true);
}

async function whenReleased(): Promise<void> {
  while (Date.now() - pressed < PRESS) await new Promise((done) => setTimeout(done, 50));
}

/** What each part was last told by the server, so that what stays as it is is not touched: no blink, no word twice. */
const told = new WeakMap<Element, Node>();

/** Exchanges what stands in the parts marked `data-fresh` with what stands there in a newly fetched page. */
async function refresh(live: HTMLElement): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  // The session ended, the desk was closed, the number's day is over: whoever looks shall see that, not an old state.
  if (answer.redirected || answer.status === 410) {
    location.replace(answer.url);
    return;
  }
  const html = await answer.text();
  await whenReleased();
  const page = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement?.id;
  const parts = [live, ...live.querySelectorAll<HTMLElement>("[data-fresh]")];
  if (!page.getElementById(live.id)) throw new Error("another page was answered");
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    for (const name of ["data-say", "data-call", "data-again", "data-clock", "class"]) {
      const value = fresh.getAttribute(name);
      if (value === null) part.removeAttribute(name);
      else part.setAttribute(name, value);
    }
    if (part === live || told.get(part)?.isEqualNode(fresh)) continue;
    told.set(part, fresh.cloneNode(true));
    part.replaceChildren(...fresh.childNodes);
  }
  document.title = page.title;
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  live.dispatchEvent(new CustomEvent("fresh", { bubbles: true }));
}

/**
 * `data-live` is the address of the event stream, `data-stale` the id of the line that tells of old news, `data-again`
 * for how many seconds the part is true although nothing happens: it says "for 4 minutes", or offers to take back.
 */
export function keepLive(part: HTMLElement): void {
  const { live, stale } = part.dataset;
  if (!live) return;
  const line = stale ? document.getElementById(stale) : null;
  const voice = document.querySelector<HTMLElement>("[data-voice]");
  let heard = Date.now();
  let said = part.dataset.say ?? "";
  let again = 0;
  let due = 0;
  let asking = false;
  /** Something changed that the page does not show yet. */
  let behind = false;

  /** One question at a time, so that an older answer never comes after a newer one. */
  const ask = (after = Math.random() * SPREAD): void => {
    clearTimeout(again);
    again = window.setTimeout(() => {
      if (asking) return ask();
      asking = true;
      refresh(part)
        .then(renewed, () => ask(3000))
        .finally(() => (asking = false));
    }, after);
  };
  const renewed = (): void => {
    behind = false;
    hear();
    expire();
  };
  const expire = (): void => {
    clearTimeout(due);
    const seconds = Number(part.dataset.again);
    if (seconds > 0) due = window.setTimeout(() => (document.hidden ? expire() : ask()), seconds * 1000);
  };
  const hear = (): void => {
    heard = Date.now();
    if (line) line.hidden = true;
    const words = part.dataset.say ?? "";
    if (voice && words !== said) voice.textContent = words;
    said = words;
  };

  let events: EventSource | undefined;
  let opened = 0;
  const open = (): void => {
    events?.close();
    opened = Date.now();
    const stream = new EventSource(live);
    stream.addEventListener("change", () => {
      behind = true;
      ask();
    });
    // A stream that stands makes nothing true that could not be fetched.
    stream.addEventListener("beat", () => {
      if (!behind) hear();
    });
    // The browser tries again by itself unless the answer was no stream.
    stream.addEventListener("error", () => {
      if (stream === events && stream.readyState === EventSource.CLOSED) setTimeout(open, 5000);
    });
    events = stream;
  };
  for (const fixed of part.querySelectorAll("[data-fresh]")) told.set(fixed, fixed.cloneNode(true));
  open();
  expire();
  // A phone that slept, or a page that was left and is looked at again, missed whatever was said.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ask(0);
  });
  setInterval(() => {
    if (Date.now() - heard < SILENCE) return;
    // After sleep, or when the network changed, a stream may hang without an end: then only a new one is heard.
    if (Date.now() - opened >= SILENCE) open();
    if (!line?.hidden) return;
    const time = new Date(heard).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
    line.textContent = (line.dataset.words ?? "{time}").replace("{time}", time);
    line.hidden = false;
  }, 1000);
}
