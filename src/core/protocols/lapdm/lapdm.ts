import { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { PartSet } from '../../dissect/part-sets.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeLapdm } from './computed.ts';
import { f, SPEC, SUPERVISORY, UNNUMBERED } from './fields.ts';

const KIND = 'lapdm';
/** A frame is answered within a second; half a minute is plenty for a slow channel. */
const KEEP_SECONDS = 30;
const HEADER_OCTETS = 3;
const MODULUS = 8;
const FILL = 0x2b;
const SABM = 0x2f;
const UA = 0x63;
const POLL = 0x10;

const RULES = rules({
  'LAPDM-001': {
    level: 'SHALL',
    severity: 'note',
    section: `${SPEC} 3.6.3`,
    text: 'The length field counts no more octets than the frame has.',
  },
  'LAPDM-002': {
    level: 'SHALL',
    severity: 'note',
    section: `${SPEC} 2.2`,
    text: 'Octets behind the information are 0x2b.',
  },
  'LAPDM-003': {
    level: 'text',
    severity: 'note',
    section: `${SPEC} 3.6.2`,
    text: 'All segments of the message are in the capture.',
    see: 'C',
  },
});

/** Key of the messages of one direction of a channel. */
function keyOf(channel: number, sapi: number): string {
  return `${channel}/${sapi}`;
}

class Lapdm implements Dissector {
  readonly id = 'lapdm';
  readonly name = 'LAPDm';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    const { channel } = row;
    row.channel = 0;
    if (end - start < HEADER_OCTETS) return;
    const control = bytes[start + 1]!;
    const key = keyOf(channel, (bytes[start]! >>> 2) & 7);
    const chains = row.state.chains(KIND);
    if ((control & 1) !== 0) {
      const kind = control & ~POLL;
      if (kind === SABM || kind === UA) chains.restart(key);
      return;
    }
    const length = bytes[start + 2]!;
    const from = start + HEADER_OCTETS;
    const to = Math.min(from + (length >>> 2), end);
    if (from >= to) return;
    const more = (length & 2) !== 0;
    const part = {
      frame: row.frame,
      at: row.reassembled ? -1 : from - row.frameAt,
      bytes: bytes.subarray(from, to),
    };
    const sequence = (control >>> 1) & 7;
    const done = chains.add(
      { key, seconds: row.seconds, keepSeconds: KEEP_SECONDS, sequence, modulus: MODULUS, starts: undefined, more },
      part,
    );
    const upper = this.#names.get('gsm_a_dtap');
    if (done !== undefined) {
      const outer = row.reassembled;
      row.reassembled = true;
      summarizeNext(upper, done.bytes, 0, done.bytes.length, row);
      row.reassembled = outer;
    } else if (!more && chains.find(row.frame, key) === undefined) summarizeNext(upper, bytes, from, to, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const { channel } = context;
    context.channel = 0;
    const row = cursor.open(f.protocol);
    const sapi = this.#readAddress(cursor);
    const control = cursor.peek(8);
    this.#readControl(cursor, context);
    cursor.tree.setNote(row, context.info);
    const start = cursor.bit;
    const length = cursor.peek(6) ?? 0;
    const more = cursor.peek(1, 6) === 1;
    if (cursor.octetsLeft > 0) {
      const field = cursor.open(f.lengthField);
      cursor.tree.setNum(field, cursor.peek(8) ?? 0);
      cursor.uint(f.length, 6);
      cursor.uint(f.more, 1);
      cursor.uint(f.lengthExtension, 1);
      cursor.close(field);
    }
    if (cursor.failed || cursor.octetsLeft === 0 || control === undefined) {
      cursor.close(row);
      return;
    }
    const outer = cursor.end;
    if (length > cursor.octetsLeft) {
      const message = `the frame says ${length} octets, ${cursor.octetsLeft} are there`;
      cursor.find(RULES['LAPDM-001'], message, start, start + 6);
    } else cursor.end = cursor.bit + length * 8;
    if ((control & 1) === 0) this.#readInformation(cursor, context, row, keyOf(channel, sapi), more);
    else {
      context.undecoded(cursor, UNDECODED, 'information of an unnumbered frame');
      cursor.close(row);
    }
    cursor.leave(outer);
    this.#readFill(cursor);
  }

  #readAddress(cursor: Cursor): number {
    const value = cursor.peek(8) ?? 0;
    const row = cursor.open(f.address);
    cursor.uint(f.spare, 1);
    cursor.uint(f.lpd, 2);
    const sapi = cursor.uint(f.sapi, 3);
    cursor.uint(f.commandResponse, 1);
    cursor.uint(f.addressExtension, 1);
    cursor.close(row);
    if (!cursor.failed) cursor.tree.setNum(row, value);
    return sapi;
  }

  #readControl(cursor: Cursor, context: Context): void {
    const value = cursor.peek(8);
    const row = cursor.open(f.control);
    if (value === undefined) cursor.need(f.control, 8);
    else {
      cursor.tree.setNum(row, value);
      if ((value & 1) === 0) {
        const nr = cursor.uint(f.nr, 3);
        cursor.uint(f.poll, 1);
        const ns = cursor.uint(f.ns, 3);
        cursor.uint(f.frameType, 1);
        context.info = `I, N(R)=${nr}, N(S)=${ns}`;
      } else if ((value & 2) === 0) {
        const nr = cursor.uint(f.nr, 3);
        cursor.uint(f.poll, 1);
        const kind = cursor.uint(f.supervisory, 2);
        cursor.uint(f.frameType, 2);
        context.info = `${SUPERVISORY[kind]}, N(R)=${nr}`;
      } else {
        const high = cursor.uint(f.modifierHigh, 3);
        cursor.uint(f.poll, 1);
        const low = cursor.uint(f.modifierLow, 2);
        cursor.uint(f.frameType, 2);
        cursor.generated(f.modifier, (value & 0xec) >>> 2);
        context.info = UNNUMBERED[(high << 2) | low] ?? `U frame 0x${value.toString(16)}`;
      }
    }
    cursor.close(row);
  }

  #readInformation(cursor: Cursor, context: Context, row: number, key: string, more: boolean): void {
    const set = context.quoting > 0 ? undefined : context.state.chains(KIND).find(context.frame.number - 1, key);
    if (cursor.octetsLeft === 0) {
      cursor.close(row);
      return;
    }
    if (set === undefined && !more) {
      cursor.close(row);
      this.#next(cursor, context);
      return;
    }
    const start = cursor.bit;
    cursor.octets(f.segment, cursor.octetsLeft);
    const joined = set?.joined;
    if (joined === undefined) {
      context.info += ' (segment of an incomplete message)';
      cursor.find(RULES['LAPDM-003'], 'the rest of the message is not in the capture', start, cursor.bit);
      cursor.close(row);
      return;
    }
    if (joined.frame !== context.frame.number - 1) {
      context.info += ' (segment)';
      cursor.generated(f.reassembledIn, joined.frame + 1);
      cursor.close(row);
      return;
    }
    linkSegments(cursor, set!);
    cursor.close(row);
    const bytes = context.joinedBytes(joined);
    if (bytes === undefined) return;
    const source = cursor.tree.addSource({ label: 'Reassembled LAPDm message', bytes, cut: false });
    this.#next(new Cursor(cursor.tree, source), context);
  }

  #next(cursor: Cursor, context: Context): void {
    if (!context.next('dissector.name', 'gsm_a_dtap', cursor)) context.undecoded(cursor, UNDECODED, 'layer 3 message');
  }

  #readFill(cursor: Cursor): void {
    if (cursor.octetsLeft === 0) return;
    const start = cursor.bit;
    const fill = cursor.octets(f.fill, cursor.octetsLeft);
    if (fill.some((octet) => octet !== FILL))
      cursor.find(RULES['LAPDM-002'], 'octets behind the information are not all 0x2b', start, cursor.bit);
  }
}

function linkSegments(cursor: Cursor, set: PartSet): void {
  const { joined } = set;
  const row = cursor.open(f.fragments);
  let count = 0;
  for (const { frame, size, arrival } of set.parts) {
    if (arrival !== 'first') continue;
    count++;
    cursor.tree.setNote(cursor.generated(f.fragment, frame + 1), `${size} octets`);
  }
  cursor.generated(f.fragmentCount, count);
  cursor.generated(f.reassembledLength, joined?.size ?? 0);
  cursor.close(row);
  cursor.tree.setNote(row, `${count} segments, ${joined?.size ?? 0} octets`);
}

export function register(to: Registry): void {
  computeLapdm(to);
  const lapdm = new Lapdm(to.table('dissector.name'));
  lapdm.number = to.protocol(lapdm, Object.values(f), Object.values(RULES));
  to.bind('dissector.name', 'lapdm', lapdm);
}
