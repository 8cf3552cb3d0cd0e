// Function keys press the buttons that name them, so that hands stay on the keyboard.

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
