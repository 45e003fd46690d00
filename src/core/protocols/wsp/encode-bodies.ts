import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { encode, Writer } from '../../codec/codec.ts';
import { type AddressRecord, addressRecords } from './address.ts';
import { headers as headerList } from './headers.ts';
import { contentTypeOctets } from './push.ts';
import { headerDraft, type TextPair } from './text-drafts.ts';

/** A uintvar in its shortest form (WAP-230 8.1.2). */
export function uintvarOctets(value: number): Uint8Array {
  const octets = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    octets.unshift((rest & 0x7f) | 0x80);
  return Uint8Array.from(octets);
}

export interface WspPartDraft {
  readonly mediaType: string;
  readonly parameters?: readonly TextPair[];
  readonly headers?: readonly TextPair[];
  readonly body: Uint8Array;
}

/** Body of application/vnd.wap.multipart.* (WAP-230 8.5): the number of parts, and each with its lengths. */
export function wspMultipart(parts: readonly WspPartDraft[]): Uint8Array {
  const pieces = parts.map(({ mediaType, parameters, headers = [], body }) => {
    const drafts = headers.map((header) => headerDraft(header));
    const head = concatBytes(contentTypeOctets(mediaType, parameters), encode(headerList, drafts));
    return concatBytes(uintvarOctets(head.length), uintvarOctets(body.length), head, body);
  });
  return concatBytes(uintvarOctets(parts.length), ...pieces);
}

export interface SirDraft {
  /** Application ids: URIs or numbers as text. */
  readonly applications: readonly string[];
  readonly wspContacts?: readonly AddressRecord[];
  /** Version 1 only: where to open a connection for OTA-HTTP. */
  readonly contacts?: readonly AddressRecord[];
  /** Version 1 only: 0 OTA-HTTP, 1 OTA-HTTP with CPITag. */
  readonly options?: readonly number[];
  readonly url?: string;
  /** Four octets each. */
  readonly tags?: readonly Uint8Array[];
}

/** Content of a session initiation request (WAP-235 8.4): version 0 when only WSP contact points are given, else 1. */
export function sessionInitiationRequest(draft: SirDraft): Uint8Array {
  const { applications, wspContacts = [], contacts, options = [], url = '', tags = [] } = draft;
  const ids = applications.map((value) => headerDraft({ name: 'X-Wap-Application-Id', value }));
  const list = encode(headerList, ids);
  const wsp = encode(addressRecords, wspContacts);
  const out = new Writer();
  const isFirst = contacts !== undefined || options.length > 0 || url !== '' || tags.length > 0;
  out.bits(8, isFirst ? 1 : 0);
  for (const part of [list, wsp]) out.octets(concatBytes(uintvarOctets(part.length), part));
  if (!isFirst) return out.done();
  const others = encode(addressRecords, contacts ?? []);
  out.octets(concatBytes(uintvarOctets(others.length), others));
  out.octets(concatBytes(uintvarOctets(options.length), ...options.map(uintvarOctets)));
  const address = toUtf8(url);
  out.octets(concatBytes(uintvarOctets(address.length), address));
  out.octets(concatBytes(uintvarOctets(tags.length), ...tags));
  return out.done();
}
