/*
 * What the address says: `#/capture?sample=dm-notifications&packet=12`. Packets are counted from 1, as on the screen.
 * Nothing of a capture and no secret ever stands in it.
 */

export interface Address {
  readonly place: 'start' | 'capture';
  /** Packet counted from 0. */
  readonly packet: number | undefined;
  /** Name of a sample capture, which can be opened again without asking. */
  readonly sample: string | undefined;
}

export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const values = new URLSearchParams(query);
  const number = values.get('packet') ?? '';
  return {
    place: path === '/capture' ? 'capture' : 'start',
    packet: /^[1-9]\d{0,14}$/.test(number) ? Number(number) - 1 : undefined,
    sample: values.get('sample') ?? undefined,
  };
}

export function writeAddress({ place, packet, sample }: Address): string {
  if (place === 'start') return '#/';
  const values = new URLSearchParams();
  if (sample !== undefined) values.set('sample', sample);
  if (packet !== undefined) values.set('packet', String(packet + 1));
  const query = values.toString();
  return query === '' ? '#/capture' : `#/capture?${query}`;
}
