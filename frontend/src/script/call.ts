// A call is seen and heard: it blinks twice and sounds on the display, and shakes the phone.

let audio: AudioContext | undefined;

function tone(context: AudioContext, hertz: number, after: number): void {
  const [sound, volume] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + after;
  sound.frequency.value = hertz;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.5, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
  sound.connect(volume).connect(context.destination);
  sound.start(start);
  sound.stop(start + 0.65);
}

function signal(): void {
  if (audio?.state === "running") {
    tone(audio, 660, 0);
    tone(audio, 528, 0.35);
  }
  navigator.vibrate?.([300, 150, 300]);
}

/**
 * Signals whenever `data-call` of a live part, which counts calls, is higher than all before. What else changes, a call
 * that is taken back among it, is no call.
 */
export function signalCalls(part: HTMLElement): void {
  const newest = (): number => Number(part.dataset.call ?? 0);
  let heard = newest();
  part.addEventListener("fresh", () => {
    const call = newest();
    const isNew = call > heard;
    // Each day counts anew, and begins with nobody called.
    heard = call === 0 ? 0 : Math.max(heard, call);
    if (!isNew) return;
    signal();
    const last = part.querySelector(".l-display__last");
    last?.classList.remove("l-display__last--new");
    // A class that is given anew plays from the start only when the browser has seen that it was gone.
    last?.getBoundingClientRect();
    last?.classList.add("l-display__last--new");
  });
}

/** Browsers let a page sound only after somebody touched it, unless the screen was started as a kiosk. */
export function offerSound(button: HTMLButtonElement): void {
  audio = new AudioContext();
  const show = (): void => {
    button.hidden = audio?.state === "running";
  };
  audio.addEventListener("statechange", show);
  show();
  button.addEventListener("click", () => {
    void audio?.resume().then(signal);
  });
}

/** Keeps the screen on while the page is seen. */
export function stayAwake(): void {
  const hold = (): void => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", hold);
  hold();
}
