// The screens of the stand. As on every page: a comfort, each does its work without it.
import { offerSound, signalCalls, stayAwake } from "./call";
import { keepDraft } from "./draft";
import { pressByKey, pressOnce } from "./keys";
import { keepLive } from "./live";
import { offerPasskey } from "./passkey";
import { returnToStart, startAnew, takeTurns, tellTime } from "./screen";

const each = <T extends HTMLElement>(selector: string, start: (element: T) => void): void =>
  document.querySelectorAll<T>(selector).forEach(start);

pressOnce();
each("[data-live]", keepLive);
each<HTMLFormElement>("form[data-passkey]", offerPasskey);
if (document.querySelector("[data-press]")) pressByKey();
if (document.querySelector("[data-draft]")) keepDraft();
each("[data-live]", signalCalls);
each<HTMLButtonElement>("button[data-sound]", offerSound);
each("[data-return]", returnToStart);
each("[data-start]", startAnew);
each("[data-turns]", takeTurns);
each("[data-clock]", tellTime);
each("[data-awake]", stayAwake);
