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

const MAX_FRAMES = 30;

/** Runs once no menu is open: a menu that closes gives the keyboard back to where it was opened. */
export function afterMenus(run: () => void): void {
  const look = (left: number): void => {
    if (left > 0 && document.querySelector('[role="menu"]') !== null) requestAnimationFrame(() => look(left - 1));
    else setTimeout(run, 20);
  };
  requestAnimationFrame(() => look(MAX_FRAMES));
}
