import { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { PartSet } from '../../dissect/part-sets.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { RULES } from './rules.ts';

const SPEC = 'TS 44.012 3.3';
const KIND = 'cbch';
/** The blocks of a page follow each other within a quarter of a second. */
const KEEP_SECONDS = 10;
const MODULUS = 16;
const BLOCKS = 4;
const SCHEDULE = 8;
const NULL_MESSAGE = 15;
const CBCH_DISCRIMINATOR = 1;

const SEQUENCES: Readonly<Record<number, string>> = {
  0: 'first block',
  1: 'second block',
  2: 'third block',
  3: 'fourth block',
  8: 'first schedule block',
  15: 'null message',
};

const f = fields({
  protocol: {
    filter: 'gsm_cbch',
    type: 'protocol',
    label: 'GSM CBCH',
    spec: SPEC,
    doc: 'A block of the cell broadcast channel.',
  },
  spare: {
    filter: 'gsm_cbch.block_type.spare',
    bits: 1,
    type: 'uint',
    label: 'Spare',
    spec: SPEC,
    show: 'hex',
    doc: 'A bit without a meaning.',
  },
  lpd: {
    filter: 'gsm_cbch.block_type.lpd',
    bits: 2,
    type: 'uint',
    label: 'Link protocol discriminator',
    spec: SPEC,
    doc: '1 for cell broadcast.',
  },
  last: {
    filter: 'gsm_cbch.block_type.lb',
    bits: 1,
    type: 'bool',
    label: 'Last block',
    spec: SPEC,
    doc: '1 in the last block of a page.',
  },
  sequence: {
    filter: 'gsm_cbch.block_type.seq_num',
    bits: 4,
    type: 'uint',
    label: 'Sequence number',
    spec: SPEC,
    names: SEQUENCES,
    doc: 'Number of the block in its page, from 0.',
  },
  data: { filter: 'gsm_cbch.data', type: 'bytes', label: 'Block data', spec: SPEC, doc: 'A quarter of a page.' },
  fragments: {
    filter: 'gsm_cbch.fragments',
    type: 'group',
    label: 'Blocks',
    generated: true,
    doc: 'Packets that brought the blocks of the page.',
  },
  fragment: {
    filter: 'gsm_cbch.fragment',
    type: 'frame',
    leadsTo: 'part',
    label: 'Block',
    generated: true,
    doc: 'A packet that brought a block of the page.',
  },
  fragmentCount: {
    filter: 'gsm_cbch.fragment.count',
    type: 'uint',
    label: 'Block count',
    generated: true,
    doc: 'Number of blocks.',
  },
  reassembledIn: {
    filter: 'gsm_cbch.reassembled.in',
    type: 'frame',
    leadsTo: 'whole',
    label: 'Reassembled in',
    generated: true,
    doc: 'Packet that completed the page; the whole page is shown there.',
  },
  reassembledLength: {
    filter: 'gsm_cbch.reassembled.length',
    type: 'uint',
    label: 'Reassembled length',
    generated: true,
    doc: 'Octets of the page.',
  },
});

class BroadcastChannel implements Dissector {
  readonly id = 'gsm_cbch';
  readonly name = 'GSM CBCH';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    const { channel } = row;
    row.channel = 0;
    if (end - start < 2) return;
    const type = bytes[start]!;
    const sequence = type & 15;
    if (sequence >= BLOCKS) return;
    const done = row.state.chains(KIND).add(
      {
        key: String(channel),
        seconds: row.seconds,
        keepSeconds: KEEP_SECONDS,
        sequence,
        modulus: MODULUS,
        starts: sequence === 0,
        more: (type & 0x10) === 0,
      },
      { frame: row.frame, at: row.reassembled ? -1 : start + 1 - row.frameAt, bytes: bytes.subarray(start + 1, end) },
    );
    if (done === undefined) return;
    const outer = row.reassembled;
    row.reassembled = true;
    summarizeNext(this.#names.get('gsm_cbs'), done.bytes, 0, done.bytes.length, row);
    row.reassembled = outer;
  }

  dissect(cursor: Cursor, context: Context): void {
    const key = String(context.channel);
    context.channel = 0;
    const row = cursor.open(f.protocol);
    const start = cursor.bit;
    cursor.uint(f.spare, 1);
    const lpd = cursor.uint(f.lpd, 2);
    cursor.uint(f.last, 1);
    const sequence = cursor.uint(f.sequence, 4);
    if (cursor.failed) {
      cursor.close(row);
      return;
    }
    context.info = `CBCH, ${SEQUENCES[sequence] ?? `block ${sequence}`}`;
    cursor.tree.setNote(row, context.info);
    if (lpd !== CBCH_DISCRIMINATOR)
      cursor.find(RULES['CBCH-001'], `link protocol discriminator ${lpd}`, start + 1, start + 3);
    if (sequence >= BLOCKS) {
      const label = sequence === SCHEDULE ? 'schedule' : sequence === NULL_MESSAGE ? 'null message' : 'reserved block';
      context.undecoded(cursor, UNDECODED, label);
      cursor.close(row);
      return;
    }
    if (cursor.octetsLeft === 0) {
      cursor.close(row);
      return;
    }
    const dataAt = cursor.bit;
    cursor.octets(f.data, cursor.octetsLeft);
    const set = context.quoting > 0 ? undefined : context.state.chains(KIND).find(context.frame.number - 1, key);
    const joined = set?.joined;
    if (set === undefined || joined === undefined) {
      cursor.find(RULES['CBCH-002'], 'the other blocks of the page are not in the capture', dataAt, cursor.bit);
      cursor.close(row);
      return;
    }
    if (joined.frame !== context.frame.number - 1) {
      cursor.generated(f.reassembledIn, joined.frame + 1);
      cursor.close(row);
      return;
    }
    linkBlocks(cursor, set);
    cursor.close(row);
    const bytes = context.joinedBytes(joined);
    if (bytes === undefined) return;
    const source = cursor.tree.addSource({ label: 'Reassembled page', bytes, cut: false });
    const page = new Cursor(cursor.tree, source);
    if (!context.next('dissector.name', 'gsm_cbs', page)) context.undecoded(page, UNDECODED, 'page');
  }
}

function linkBlocks(cursor: Cursor, set: PartSet): void {
  const row = cursor.open(f.fragments);
  const first = set.parts.filter(({ arrival }) => arrival === 'first');
  for (const { frame } of first) cursor.generated(f.fragment, frame + 1);
  cursor.generated(f.fragmentCount, first.length);
  cursor.generated(f.reassembledLength, set.joined?.size ?? 0);
  cursor.close(row);
}

export function register(to: Registry): void {
  const channel = new BroadcastChannel(to.table('dissector.name'));
  channel.number = to.protocol(channel, Object.values(f));
  to.bind('dissector.name', 'gsm_cbch', channel);
}
