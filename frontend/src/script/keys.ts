// Which presses count. Function keys press the buttons that name them, so that hands stay on the keyboard.

/** Presses the button with `data-press` of the key. Buttons come and go, so they are looked up when a key is pressed. */
export function pressByKey(): void {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const button = document.querySelector<HTMLButtonElement>(`[data-press="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

/** The second half of a double click would press what the next page has at the same place: it counts for nothing. */
export function pressOnce(): void {
  const once = (event: MouseEvent): void => {
    if (event.detail > 1 && event.target instanceof Element && event.target.closest("button, a")) event.preventDefault();
  };
  document.addEventListener("click", once, true);
}
