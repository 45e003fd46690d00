import { fromBase64, toBase64 } from '../../core/base/bytes.ts';
import type { Place } from './place.ts';

/*
 * One packet as an address: `#/packet?in=craft&layer=udp&bits=16-32&bytes=...`. The fragment holds the octets and what is
 * shown of them; browsers do not send fragments to anybody. Secrets never stand in it.
 */

export interface PacketLink {
  readonly place: Place;
  /** Start layer that the octets begin with. */
  readonly layer: string;
  readonly bytes: Uint8Array;
  /** Bits that are selected. */
  readonly bits: { readonly start: number; readonly end: number } | undefined;
}

/** Chats, mails and some browsers cut longer addresses off. */
export const MAX_LINK = 8000;

export function writePacketLink({ place, layer, bytes, bits }: PacketLink): string {
  const values = new URLSearchParams({ in: place, layer });
  if (bits !== undefined) values.set('bits', `${bits.start}-${bits.end}`);
  values.set('bytes', toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''));
  return `#/packet?${values.toString()}`;
}

/** The packet that an address holds; undefined when it holds none, or one that is not whole. */
export function readPacketLink(hash: string): PacketLink | undefined {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  if (path !== '/packet') return undefined;
  const values = new URLSearchParams(query);
  const bytes = fromBase64(values.get('bytes') ?? '');
  const layer = values.get('layer') ?? '';
  if (bytes === undefined || bytes.length === 0 || !/^[\w.:-]{1,40}$/.test(layer)) return undefined;
  const [, start, end] = /^(\d{1,9})-(\d{1,9})$/.exec(values.get('bits') ?? '') ?? [];
  return {
    place: values.get('in') === 'craft' ? 'craft' : 'capture',
    layer,
    bytes,
    bits: start === undefined || end === undefined ? undefined : { start: Number(start), end: Number(end) },
  };
}

export const isPacketLink = (hash: string): boolean => /^#?\/packet(\?|$)/.test(hash);
