import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Facts } from '../../dissect/facts.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { measured } from '../../dissect/stated-length.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'Bluetooth 5.4 Vol 3 Part A 3';
const SIGNALLING = 'Bluetooth 5.4 Vol 3 Part A 4';
const KIND = 'btl2cap';
const HEADER_OCTETS = 4;
const SIGNALLING_CID = 1;
const RFCOMM_PSM = 3;
/** From here on protocols without a number of their own use what service discovery tells. */
const FIRST_DYNAMIC_PSM = 0x1001;
const CONNECTION_REQUEST = 2;
const CONNECTION_RESPONSE = 3;
const SUCCESS = 0;

const COMMANDS: Readonly<Record<number, string>> = {
  1: 'Command Reject',
  2: 'Connection Request',
  3: 'Connection Response',
  4: 'Configure Request',
  5: 'Configure Response',
  6: 'Disconnection Request',
  7: 'Disconnection Response',
  8: 'Echo Request',
  9: 'Echo Response',
  10: 'Information Request',
  11: 'Information Response',
};
const PSMS: Readonly<Record<number, string>> = {
  1: 'SDP',
  3: 'RFCOMM',
  5: 'TCS-BIN',
  15: 'BNEP',
  17: 'HID-Control',
  19: 'HID-Interrupt',
  23: 'AVCTP',
  25: 'AVDTP',
  31: 'ATT',
};
const CIDS: Readonly<Record<number, string>> = {
  1: 'signalling',
  2: 'connectionless',
  4: 'attribute protocol',
  5: 'LE signalling',
  6: 'security manager',
};
const RESULTS: Readonly<Record<number, string>> = {
  0: 'Successful',
  1: 'Pending',
  2: 'Refused: PSM not supported',
  3: 'Refused: security block',
  4: 'Refused: no resources',
};

const f = fields({
  l2cap: { filter: 'btl2cap', type: 'protocol', label: 'L2CAP', doc: 'Logical link control and adaptation protocol.' },
  length: { filter: 'btl2cap.length', type: 'uint', label: 'Length', spec: SPEC, doc: 'Octets of the payload.' },
  cid: {
    filter: 'btl2cap.cid',
    type: 'uint',
    label: 'CID',
    spec: SPEC,
    show: 'hex',
    names: CIDS,
    doc: 'Channel of the receiver.',
  },
  boundPsm: {
    filter: 'btl2cap.psm',
    type: 'uint',
    label: 'PSM',
    spec: SIGNALLING,
    show: 'hex',
    names: PSMS,
    generated: true,
    doc: 'Protocol on the channel, from the request that opened it.',
  },
  payload: { filter: 'btl2cap.payload', type: 'bytes', label: 'Payload', spec: SPEC, doc: 'What the channel carries.' },
  command: {
    filter: 'btl2cap.command',
    type: 'group',
    label: 'Command',
    spec: SIGNALLING,
    doc: 'One signalling command.',
  },
  code: {
    filter: 'btl2cap.cmd_code',
    bits: 8,
    type: 'uint',
    label: 'Command code',
    spec: SIGNALLING,
    show: 'hex',
    names: COMMANDS,
    doc: 'What is asked or answered.',
  },
  identifier: {
    filter: 'btl2cap.cmd_ident',
    bits: 8,
    type: 'uint',
    label: 'Command identifier',
    spec: SIGNALLING,
    show: 'hex',
    doc: 'Ties a response to its request.',
  },
  commandLength: {
    filter: 'btl2cap.cmd_length',
    type: 'uint',
    label: 'Command length',
    spec: SIGNALLING,
    doc: 'Octets of the command behind this field.',
  },
  psm: {
    filter: 'btl2cap.psm',
    type: 'uint',
    label: 'PSM',
    spec: SIGNALLING,
    show: 'hex',
    names: PSMS,
    doc: 'Protocol for which the channel is.',
  },
  sourceCid: {
    filter: 'btl2cap.scid',
    type: 'uint',
    label: 'Source CID',
    spec: SIGNALLING,
    show: 'hex',
    doc: 'Channel of the side that asked.',
  },
  destinationCid: {
    filter: 'btl2cap.dcid',
    type: 'uint',
    label: 'Destination CID',
    spec: SIGNALLING,
    show: 'hex',
    doc: 'Channel of the side that was asked.',
  },
  result: {
    filter: 'btl2cap.result',
    type: 'uint',
    label: 'Result',
    spec: SIGNALLING,
    show: 'hex',
    names: RESULTS,
    doc: 'How the request went.',
  },
  status: {
    filter: 'btl2cap.status',
    type: 'uint',
    label: 'Status',
    spec: SIGNALLING,
    show: 'hex',
    doc: 'Why the result is pending.',
  },
  commandData: {
    filter: 'btl2cap.cmd_data',
    type: 'bytes',
    label: 'Command data',
    spec: SIGNALLING,
    doc: 'Content of the command.',
  },
});

const RULES = rules({
  'L2CAP-001': {
    level: 'MUST',
    severity: 'error',
    section: SPEC,
    text: 'The length counts the octets of the payload.',
    see: 'P',
  },
});

/** Fields of the commands that open and close channels, two octets each. */
const COMMAND_FIELDS: Readonly<Record<number, readonly Field[]>> = {
  2: [f.psm, f.sourceCid],
  3: [f.destinationCid, f.sourceCid, f.result, f.status],
  6: [f.destinationCid, f.sourceCid],
  7: [f.destinationCid, f.sourceCid],
};

const DIRECTIONS = 4;
const CIDS_PER_CONNECTION = 0x10000;

/** The channel number of the same connection in the other direction; the same one where directions are not told. */
function otherDirection(channel: number): number {
  const direction = channel % DIRECTIONS;
  return direction > 1 ? channel : channel - direction + (1 - direction);
}

function le16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

/** Learns from the commands which protocol a channel carries; channels are numbered by the side that receives. */
function learnChannels(
  facts: Facts,
  frame: number,
  channel: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  for (let at = start; at + 4 <= end; ) {
    const code = bytes[at]!;
    const next = at + 4 + le16(bytes, at + 2);
    if (next > end) return;
    const from = otherDirection(channel);
    if (code === CONNECTION_REQUEST && next - at >= 8) {
      facts.learn(`${from} ${le16(bytes, at + 6)}`, frame, le16(bytes, at + 4));
    } else if (code === CONNECTION_RESPONSE && next - at >= 12 && le16(bytes, at + 8) === SUCCESS) {
      const psm = facts.number(`${channel} ${le16(bytes, at + 6)}`, frame);
      if (psm !== undefined) facts.learn(`${from} ${le16(bytes, at + 4)}`, frame, psm);
    }
    at = next;
  }
}

function readCommands(cursor: Cursor): string {
  let said = '';
  while (cursor.octetsLeft > 0) {
    const row = cursor.open(f.command);
    const code = cursor.uint(f.code, 8);
    cursor.uint(f.identifier, 8);
    const length = cursor.uintLittleEndian(f.commandLength, 2);
    const name = COMMANDS[code] ?? `command 0x${code.toString(16)}`;
    if (cursor.failed) {
      cursor.close(row);
      return said;
    }
    said = said === '' ? name : `${said}, ${name}`;
    cursor.tree.setNote(row, name);
    const outer = cursor.enter(f.commandData, length);
    for (const field of COMMAND_FIELDS[code] ?? []) if (cursor.octetsLeft >= 2) cursor.uintLittleEndian(field, 2);
    if (cursor.octetsLeft > 0) cursor.octets(f.commandData, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
  }
  return said;
}

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;

  /** The layer that reads a channel's payload; by its octets where the channel was opened before the capture began. */
  const layerOf = (psm: number | undefined, cid: number, bytes: Uint8Array, start: number, end: number) => {
    if (psm === RFCOMM_PSM) return 'btrfcomm';
    const isFree = psm === undefined ? cid >= 0x40 : psm >= FIRST_DYNAMIC_PSM;
    if (!isFree || start >= end) return undefined;
    const isOurs = (id: string) => measured(layers.get(id)?.measure, bytes, start, end) === end - start;
    if (psm === undefined && isOurs('btrfcomm')) return 'btrfcomm';
    return isOurs('obex') ? 'obex' : undefined;
  };

  const hand = (cursor: Cursor, context: Context, layer: string | undefined, label: string) => {
    const done = layer !== undefined && layers.has(layer) && context.next('layer', layer, cursor);
    if (!done) context.undecoded(cursor, UNDECODED, label);
  };

  const l2cap: Dissector = {
    id: 'btl2cap',
    name: 'L2CAP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      const cid = le16(bytes, start + 2);
      const at = start + HEADER_OCTETS;
      const stop = Math.min(end, at + le16(bytes, start));
      const facts = row.state.facts(KIND);
      const { channel } = row;
      if (cid === SIGNALLING_CID) {
        learnChannels(facts, row.frame, channel, bytes, at, stop);
        return;
      }
      const psm = facts.number(`${channel} ${cid}`, row.frame);
      row.channel = channel * CIDS_PER_CONNECTION + cid;
      const layer = layerOf(psm, cid, bytes, at, stop);
      if (layer !== undefined && at < stop) summarizeNext(layers.get(layer), bytes, at, stop, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.l2cap);
      const start = cursor.bit;
      const length = cursor.uintLittleEndian(f.length, 2);
      const cid = cursor.uintLittleEndian(f.cid, 2);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      if (length < cursor.octetsLeft) {
        const message = `the length is ${length} octets, ${cursor.octetsLeft} are here`;
        cursor.find(RULES['L2CAP-001'], message, start, start + 16);
      }
      const outer = cursor.enter(f.payload, length);
      const { channel } = context;
      const psm =
        context.quoting > 0
          ? undefined
          : context.state.facts(KIND).number(`${channel} ${cid}`, context.frame.number - 1);
      context.info = `L2CAP CID 0x${cid.toString(16).padStart(4, '0')}`;
      if (cid === SIGNALLING_CID) {
        context.info = readCommands(cursor) || context.info;
        cursor.recover();
        cursor.close(row);
      } else {
        if (psm !== undefined) cursor.generated(f.boundPsm, psm);
        cursor.close(row);
        context.channel = channel * CIDS_PER_CONNECTION + cid;
        const layer = layerOf(psm, cid, cursor.bytes, cursor.at, cursor.end >>> 3);
        if (cursor.octetsLeft > 0) hand(cursor, context, layer, PSMS[psm ?? 0] ?? 'L2CAP payload');
      }
      cursor.tree.setNote(row, context.info);
      cursor.leave(outer);
    },
  };
  number = to.protocol(l2cap, Object.values(f), Object.values(RULES));
  to.bind('layer', 'btl2cap', l2cap);
}
