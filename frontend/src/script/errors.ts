/** Moves the focus to the error summary of a page that came back with errors. */
export function focusErrors(summary: HTMLElement): void {
  summary.focus();
}
