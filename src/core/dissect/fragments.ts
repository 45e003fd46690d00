import { Cursor } from '../codec/cursor.ts';
import { type Field, fields } from '../codec/field.ts';
import { type Rule, rules } from '../codec/rule.ts';
import type { Context } from './context.ts';
import type { Joined } from './reassembly.ts';
import type { Summary } from './summary.ts';

/** One fragment of an IP packet: what both IP versions know of it. Places and sizes are octets. */
export interface Fragment {
  /** Kind of message, and prefix of the filter names. */
  readonly kind: 'ip' | 'ipv6';
  /** Addresses, protocol and identification; the VLAN is added in pass 1. */
  readonly key: string;
  /** Where its data begin in their source. */
  readonly at: number;
  readonly size: number;
  /** Its place in the packet. */
  readonly offset: number;
  readonly last: boolean;
}

/** Pass 1: adds a fragment; gives the octets of the packet when it is now whole. */
export function addFragment(fragment: Fragment, bytes: Uint8Array, row: Summary): Uint8Array | undefined {
  const { kind, key, at, size, offset, last } = fragment;
  const piece = {
    frame: row.frame,
    at: row.reassembled ? -1 : at - row.frameAt,
    size,
    offset,
    bytes: bytes.subarray(at, at + size),
  };
  return row.state.reassembly(kind).add(`${key} ${row.vlan}`, row.seconds, piece, last)?.bytes;
}

/** Declares the rows that tell of fragments, with Wireshark's names. */
export function fragmentFields(kind: 'ip' | 'ipv6', reassembledIn: string, spec: string) {
  return fields({
    fragments: {
      filter: `${kind}.fragments`,
      type: 'group',
      label: 'Fragments',
      spec,
      doc: 'The pieces of the packet.',
    },
    fragment: {
      filter: `${kind}.fragment`,
      type: 'frame',
      leadsTo: 'part',
      label: 'Fragment',
      spec,
      generated: true,
      doc: 'Packet that brought a piece.',
    },
    count: {
      filter: `${kind}.fragment.count`,
      type: 'uint',
      label: 'Fragment count',
      spec,
      generated: true,
      doc: 'How many pieces there were.',
    },
    length: {
      filter: `${kind}.reassembled.length`,
      type: 'uint',
      label: 'Reassembled length',
      spec,
      generated: true,
      doc: 'Octets of the payload put together.',
    },
    reassembledIn: {
      filter: reassembledIn,
      type: 'frame',
      leadsTo: 'whole',
      label: 'Reassembled in',
      spec,
      generated: true,
      doc: 'Packet that brought the last missing piece; the whole payload is shown there.',
    },
  });
}

export type FragmentFields = ReturnType<typeof fragmentFields>;

/** Rules on overlaps; IPv6 forbids what IPv4 leaves to the receiver. */
export const FRAGMENT_RULES = rules({
  'FRAG-001': {
    level: 'text',
    severity: 'note',
    section: 'RFC 791 3.2',
    text: 'Fragments do not overlap or come twice.',
  },
  'FRAG-002': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 791 3.2',
    text: 'Fragments that overlap have the same octets there.',
  },
  'FRAG-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 5722 4',
    text: 'Fragments of an IPv6 packet do not overlap.',
  },
  'FRAG-004': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 791 3.2',
    text: 'One fragment alone ends the packet, and none reaches behind its end.',
  },
  'FRAG-005': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 791 2.3',
    text: 'Every fragment but the last has a multiple of 8 octets.',
  },
  'FRAG-006': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 791 3.1',
    text: 'The payload of a packet is at most 65535 octets.',
  },
  'FRAG-007': {
    level: 'text',
    severity: 'note',
    section: 'RFC 791 3.2',
    text: 'All fragments of a packet are there.',
  },
});

const RULE_LONE = FRAGMENT_RULES['FRAG-007'];

/**
 * Pass 1 of a first fragment that did not complete its packet: columns stop at the upper header, unless it turns out at the
 * end of the capture that the packet never became whole.
 * @param read fills columns from the upper header on
 */
export function summarizeFirst(row: Summary, read: (row: Summary) => void): void {
  const { fragment } = row;
  if (!row.alone) row.state.lone.note(row, read);
  row.fragment = true;
  read(row);
  row.fragment = fragment;
}

/**
 * Pass 2 of a first fragment: `read` shows its upper header, and what is behind it when the packet never became whole.
 * @param reassembledIn number of the packet that shows the whole; undefined when none does
 */
export function dissectFirst(
  cursor: Cursor,
  context: Context,
  fieldBits: { readonly start: number; readonly end: number },
  reassembledIn: number | undefined,
  read: () => void,
): void {
  const { fragment, alone, info } = context;
  const octets = cursor.octetsLeft;
  context.fragment = true;
  context.alone =
    alone || (reassembledIn === undefined && context.quoting === 0 && context.state.lone.has(context.frame.number - 1));
  if (context.alone) {
    const message = `the fragments that follow are not all in the capture: the first ${octets} octets of the packet are shown, the rest is missing`;
    cursor.find(RULE_LONE, message, fieldBits.start, fieldBits.end);
  }
  cursor.cutAt = cursor.end;
  read();
  cursor.recover();
  if (!context.alone) context.info = info;
  context.fragment = fragment;
  context.alone = alone;
}

const MAX_OCTETS = 65_535;

/** What became of a fragment: shown whole here (`whole`), in another packet (`frame`, a number for people), or nowhere. */
export interface FragmentFate {
  readonly whole: Cursor | undefined;
  readonly frame: number | undefined;
}

/**
 * Pass 2: makes the rows that tell what became of a fragment, at the cursor's position, and judges it.
 * @param fieldBits bits of the field that holds offset and flags, for findings
 */
export function showFragment(
  fragment: Fragment,
  names: FragmentFields,
  cursor: Cursor,
  context: Context,
  fieldBits: { readonly start: number; readonly end: number },
): FragmentFate {
  const { kind, size, offset, last } = fragment;
  const judge = (rule: Rule, message: string) => cursor.find(rule, message, fieldBits.start, fieldBits.end);
  if (!last && size % 8 !== 0) {
    judge(FRAGMENT_RULES['FRAG-005'], `the fragment has ${size} octets, not a multiple of 8, and is not the last one`);
  }
  if (offset + size > MAX_OCTETS) {
    judge(FRAGMENT_RULES['FRAG-006'], `the fragment reaches octet ${offset + size} of at most ${MAX_OCTETS}`);
  }
  const joined = joinedOf(fragment, cursor, context);
  if (joined === undefined) return { whole: undefined, frame: undefined };
  const frame = joined.frame + 1;
  if (frame !== context.frame.number) {
    cursor.generated(names.reassembledIn, frame);
    return { whole: undefined, frame };
  }
  for (const note of joined.notes) {
    if (note === 'duplicate') judge(FRAGMENT_RULES['FRAG-001'], 'a fragment came twice');
    else if (note === 'too long' || note === 'second end')
      judge(FRAGMENT_RULES['FRAG-004'], 'fragments disagree on where the packet ends; the first end counts');
    else if (kind === 'ipv6')
      judge(FRAGMENT_RULES['FRAG-003'], `fragments overlap (${note}); receivers drop such a packet`);
    else if (note === 'overlap') judge(FRAGMENT_RULES['FRAG-001'], 'fragments overlap with the same octets');
    else judge(FRAGMENT_RULES['FRAG-002'], 'fragments overlap with other octets; the first that came count');
  }
  const row = cursor.open(names.fragments);
  for (const piece of joined.pieces) {
    const at = cursor.generated(names.fragment, piece.frame + 1);
    context.tree.setNote(at, `octets ${piece.offset} to ${piece.offset + piece.size - 1}`);
  }
  cursor.generated(names.count, joined.pieces.length);
  cursor.generated(names.length, joined.size);
  cursor.close(row);
  context.tree.setNote(row, `${joined.pieces.length} fragments, ${joined.size} octets`);
  const bytes = context.joinedBytes(joined);
  if (bytes === undefined) {
    context.tree.setNote(row, 'the octets of another packet of it are not at hand');
    return { whole: undefined, frame };
  }
  const label = `Reassembled ${kind === 'ip' ? 'IPv4' : 'IPv6'} (${joined.size} octets)`;
  const source = context.tree.addSource({ label, bytes, cut: false });
  return { whole: new Cursor(context.tree, source), frame };
}

function joinedOf({ kind, key, at, offset }: Fragment, cursor: Cursor, context: Context): Joined | undefined {
  const frame = context.frame.number - 1;
  const place = cursor.source === 0 ? at : -1;
  return context
    .joined(kind)
    .find(
      (joined) =>
        joined.key.startsWith(`${key} `) &&
        joined.pieces.some((piece) => piece.frame === frame && piece.at === place && piece.offset === offset),
    );
}

/** Fields of `names` as a list, to be registered. */
export function fragmentFieldList(names: FragmentFields): readonly Field[] {
  return Object.values(names);
}
