/**
 * Gives the keyboard on before a line goes with the button that removes it: to the same button of the next line, else of the one
 * before; where none is left, to what is marked with `data-after-lines` in the dialog or the place. Such buttons bear
 * `data-removes`; lines that are no list stand in an element with `data-lines`.
 */
export function passFocusOn(button: HTMLElement): void {
  const list = button.closest('[data-lines], ul, ol, tbody, [role="dialog"]');
  const all = [...(list?.querySelectorAll<HTMLElement>('[data-removes]:enabled') ?? [])];
  const at = all.indexOf(button);
  (all[at + 1] ?? all[at - 1] ?? afterLines(button))?.focus();
}

/** Another place may have one too, and stay behind hidden. */
function afterLines(button: HTMLElement): HTMLElement | undefined {
  const marked = button.closest('[role="dialog"], main')?.querySelectorAll<HTMLElement>('[data-after-lines]') ?? [];
  return [...marked].find((element) => element.checkVisibility());
}
