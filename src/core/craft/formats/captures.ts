import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { Writer } from '../../codec/codec.ts';
import { writePcap, writePcapng } from '../../files/capture-writer.ts';
import { FormatFault, type FormatItem } from './item.ts';

/** Packets that begin with no link layer go into capture files as exported PDUs. */
const EXPORTED_PDU = 252;
const DISSECTOR = 12;
const DIRECTION = 35;
const SENT = 0;
const RECEIVED = 1;

/** Names of Wireshark's dissectors for start layers, where they differ from ours. */
const DISSECTORS: Readonly<Record<string, string>> = {
  ethernet: 'eth_withoutfcs',
  ipv4: 'ip',
  sms: 'gsm_sms',
  'sms-deliver': 'gsm_sms',
  'sms-submit': 'gsm_sms',
  cbs: 'gsm_cbs',
  wsp: 'wsp-cl',
  'wsp-cl': 'wsp-cl',
  rp: 'gsm_a_rp',
  cp: 'gsm_a_dtap',
  wtp: 'wtp-udp',
};
/** Seen from the network: what it sends goes to the mobile station. */
const DIRECTIONS: Readonly<Record<string, number>> = { 'sms-deliver': SENT, 'sms-submit': RECEIVED };

function option(tag: number, value: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(16, tag);
  out.bits(16, value.length);
  out.octets(value);
  return out.done();
}

/** The octets with the name of their dissector before them (Wireshark's exported PDUs). */
export function exportedPdu(layer: string, bytes: Uint8Array): Uint8Array {
  const name = toUtf8(DISSECTORS[layer] ?? layer);
  const padded = concatBytes(name, new Uint8Array(-name.length & 3));
  const direction = DIRECTIONS[layer];
  const directions = direction === undefined ? [] : [option(DIRECTION, Uint8Array.of(0, 0, 0, direction))];
  return concatBytes(option(DISSECTOR, padded), ...directions, new Uint8Array(4), bytes);
}

function linked({ start, bytes }: FormatItem): { readonly linkType: number; readonly bytes: Uint8Array } {
  if (start.table === 'link.type') return { linkType: start.key, bytes };
  return { linkType: EXPORTED_PDU, bytes: exportedPdu(start.key, bytes) };
}

const timeOf = ({ seconds, nanos }: FormatItem) => ({ seconds, nanos });

/** pcap with nanoseconds where a time has them. @throws FormatFault for packets of several link types */
export function asPcap(items: readonly FormatItem[]): Uint8Array {
  const packets = items.map((item) => ({ ...linked(item), ...timeOf(item) }));
  const [first] = packets;
  const linkType = first?.linkType ?? 1;
  if (packets.some((packet) => packet.linkType !== linkType))
    throw new FormatFault('the packets begin with different link layers, and pcap holds one; take pcapng');
  const clock = items.some(({ nanos }) => nanos % 1000 !== 0) ? 'nano' : 'micro';
  return writePcap(linkType, packets, { clock });
}

/** pcapng: an interface for each link type, comments with their packets. */
export function asPcapng(items: readonly FormatItem[]): Uint8Array {
  const packets = items.map((item) => ({ ...linked(item), ...timeOf(item), comment: item.comment }));
  const linkTypes = [...new Set(packets.map(({ linkType }) => linkType))];
  return writePcapng(
    linkTypes.map((linkType) => ({ linkType, resolution: 9 })),
    packets.map(({ linkType, comment, ...packet }) => ({
      ...packet,
      interface: linkTypes.indexOf(linkType),
      ...(comment === '' ? {} : { comment }),
    })),
    { application: 'Pushscope' },
  );
}
