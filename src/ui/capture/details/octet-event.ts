import type { OctetRange } from './octet-cursor.ts';

export function inside(range: OctetRange, bit: number): boolean {
  return bit >= range.start * 8 && bit < range.end * 8;
}

/**
 * The bit under the pointer: in an element for several octets (`data-octets`), of the octet there; in an octet that several
 * fields share, the one whose part of the cell it is.
 */
export function bitOfEvent(event: { readonly target: EventTarget; readonly clientX: number }): number | undefined {
  const element = (event.target as Element).closest('[data-octet], [data-bit]');
  if (!(element instanceof HTMLElement)) return undefined;
  const { octet, octets = '1', bit, split } = element.dataset;
  if (bit !== undefined) return Number(bit);
  if (octet === undefined) return undefined;
  const box = element.getBoundingClientRect();
  const count = Number(octets);
  const place = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * count;
  const at = Math.min(Math.floor(place), count - 1);
  const part = split === undefined ? 0 : Math.min(Math.floor((place - at) * 8), 7);
  return (Number(octet) + at) * 8 + part;
}
