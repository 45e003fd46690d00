const input = (): HTMLInputElement | null => document.querySelector('[data-filter-input]');

/** Gives the keyboard to the filter bar with all of its text selected. */
export function focusFilter(): void {
  input()?.focus();
  input()?.select();
}

/** Gives the keyboard to the filter bar with the cursor at the end. */
export function focusFilterEnd(): void {
  const element = input();
  element?.focus();
  element?.setSelectionRange(element.value.length, element.value.length);
}
