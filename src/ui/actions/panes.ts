import type { Pane } from '../state/layout.ts';

const ORDER: readonly string[] = ['list', 'details', 'bytes'];

function paneElements(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  return all.sort((a, b) => ORDER.indexOf(a.dataset['pane'] ?? '') - ORDER.indexOf(b.dataset['pane'] ?? ''));
}

/** The pane that has the keyboard. */
export function focusedPane(): Pane | undefined {
  const pane = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
  return pane === 'list' || pane === 'details' || pane === 'bytes' ? pane : undefined;
}

/** Gives the keyboard to the main part of a pane, or to the first thing in it. */
function focusInside(element: HTMLElement): void {
  const main = element.querySelector<HTMLElement>('[role="grid"], [role="tree"], [role="treegrid"], [data-pane-focus]');
  const inside = element.querySelector<HTMLElement>('[tabindex="0"], button');
  const roving = main?.querySelector<HTMLElement>('[tabindex="0"]');
  (main?.tabIndex === 0 ? main : (roving ?? inside))?.focus();
}

/** Moves the keyboard round the panes. */
export function focusNextPane(direction: 1 | -1): void {
  const panes = paneElements();
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[now < 0 ? 0 : (now + direction + panes.length) % panes.length];
  if (next !== undefined) focusInside(next);
}

export function focusPane(pane: Pane): void {
  const element = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);
  if (element !== null) focusInside(element);
}
