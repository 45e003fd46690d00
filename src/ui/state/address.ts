/*
 * What the address says: `#/capture?sample=dm-notifications&filter=dmnoti&packet=12`. Packets are counted from 1, as on
 * the screen. Nothing of a capture stands in it but what the user filters by, and never a secret.
 */

export interface Address {
  readonly place: 'start' | 'capture' | 'craft' | 'statistics';
  /** Packet counted from 0. */
  readonly packet: number | undefined;
  /** Name of a sample capture, which can be opened again without asking. */
  readonly sample: string | undefined;
  /** The display filter; empty for none. */
  readonly filter: string;
}

/** Longer ones are no filters of people; browsers cut addresses, and half a filter is wrong. */
const MAX_FILTER = 4000;

const PLACES = ['capture', 'craft', 'statistics'] as const;

/** All that the address says of what is shown. */
export function addressValues(hash: string): URLSearchParams {
  const at = hash.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : hash.slice(at + 1));
}

export function readAddress(hash: string): Address {
  const [path = ''] = hash.replace(/^#/, '').split('?', 1);
  const values = addressValues(hash);
  const number = values.get('packet') ?? '';
  const filter = values.get('filter') ?? '';
  return {
    place: PLACES.find((place) => path === `/${place}`) ?? 'start',
    packet: /^[1-9]\d{0,14}$/.test(number) ? Number(number) - 1 : undefined,
    sample: values.get('sample') ?? undefined,
    filter: filter.length > MAX_FILTER ? '' : filter,
  };
}

/** @param more what else the place says of itself */
export function writeAddress(
  { place, packet, sample, filter }: Address,
  more: readonly (readonly [string, string])[] = [],
): string {
  if (place === 'start') return '#/';
  if (place === 'craft') return '#/craft';
  const values = new URLSearchParams();
  if (sample !== undefined) values.set('sample', sample);
  if (filter !== '' && filter.length <= MAX_FILTER) values.set('filter', filter);
  if (packet !== undefined) values.set('packet', String(packet + 1));
  for (const [name, value] of more) values.append(name, value);
  const query = values.toString();
  return query === '' ? `#/${place}` : `#/${place}?${query}`;
}
