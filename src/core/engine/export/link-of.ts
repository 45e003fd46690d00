import { toUtf8 } from '../../base/bytes.ts';
import type { Start } from '../../dissect/context.ts';
import { dissectorAt, type Registry } from '../../dissect/registry.ts';

/** How packets that start at some layer stand in a capture file: their link type, and octets that come before each. */
export interface FileLink {
  readonly linkType: number;
  readonly prefix: Uint8Array;
}

const NOTHING = new Uint8Array(0);
/** LINKTYPE_WIRESHARK_UPPER_PDU: a packet without lower layers, with the name of its dissector before it. */
const EXPORTED_PDU = 252;
const TAG_DISSECTOR_NAME = 12;
const TAG_END = 0;

/** Link type for packets of a start: the registered one where the layer has one, else an exported PDU with the layer's name. */
export function fileLinkOf(registry: Registry, start: Start): FileLink {
  if (start.table === 'link.type') return { linkType: start.key, prefix: NOTHING };
  const dissector = dissectorAt(registry, start);
  if (dissector === undefined) return { linkType: EXPORTED_PDU, prefix: exportedPdu(start.key) };
  const linkType = registry.table('link.type').keyOf(dissector);
  if (linkType !== undefined) return { linkType, prefix: NOTHING };
  return {
    linkType: EXPORTED_PDU,
    prefix: exportedPdu(registry.table('dissector.name').keyOf(dissector) ?? dissector.id),
  };
}

/** Tags of an exported PDU: the dissector's name, filled to words of four octets, and the end. */
function exportedPdu(name: string): Uint8Array {
  const text = toUtf8(name);
  const size = (text.length + 3) & ~3;
  const out = new Uint8Array(4 + size + 4);
  const view = new DataView(out.buffer);
  view.setUint16(0, TAG_DISSECTOR_NAME);
  view.setUint16(2, size);
  out.set(text, 4);
  view.setUint16(4 + size, TAG_END);
  return out;
}
