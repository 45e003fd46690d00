import type { OctetRange } from './octet-cursor.ts';

export function inside(range: OctetRange, bit: number): boolean {
  return bit >= range.start * 8 && bit < range.end * 8;
}

/** The bit under the pointer: in an octet that several fields share, the one whose part of the cell it is. */
export function bitOfEvent(event: { readonly target: EventTarget; readonly clientX: number }): number | undefined {
  const element = (event.target as Element).closest('[data-octet], [data-bit]');
  if (!(element instanceof HTMLElement)) return undefined;
  const { octet, bit, split } = element.dataset;
  if (bit !== undefined) return Number(bit);
  if (octet === undefined) return undefined;
  const box = element.getBoundingClientRect();
  const part = split === undefined ? 0 : Math.floor(((event.clientX - box.left) / box.width) * 8);
  return Number(octet) * 8 + Math.min(7, Math.max(0, part));
}
