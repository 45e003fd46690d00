import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';

const SPEC = 'RFC 9293 3.2';
const END = 0;
const NOP = 1;

const KIND_NAMES: Readonly<Record<number, string>> = {
  0: 'End of option list',
  1: 'No operation',
  2: 'Maximum segment size',
  3: 'Window scale',
  4: 'SACK permitted',
  5: 'SACK',
  8: 'Timestamps',
  19: 'MD5 signature',
  28: 'User timeout',
  29: 'Authentication',
  30: 'Multipath TCP',
  34: 'Fast open',
  253: 'Experiment',
  254: 'Experiment',
};

const f = fields({
  kind: {
    filter: 'tcp.option_kind',
    bits: 8,
    type: 'uint',
    label: 'Kind',
    spec: SPEC,
    names: KIND_NAMES,
    doc: 'Kind of option.',
  },
  length: {
    filter: 'tcp.option_len',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Octets of the option with kind and length.',
  },
  mss: {
    filter: 'tcp.options.mss_val',
    bits: 16,
    type: 'uint',
    label: 'Maximum segment size',
    spec: SPEC,
    doc: 'Octets.',
  },
  shift: {
    filter: 'tcp.options.wscale.shift',
    bits: 8,
    type: 'uint',
    label: 'Shift count',
    spec: 'RFC 7323 2.2',
    doc: 'The window counts units of 2 to the power of this, at most 14.',
  },
  left: {
    filter: 'tcp.options.sack_le',
    bits: 32,
    type: 'uint',
    label: 'Left edge',
    spec: 'RFC 2018 3',
    doc: 'First octet of a block that came.',
  },
  right: {
    filter: 'tcp.options.sack_re',
    bits: 32,
    type: 'uint',
    label: 'Right edge',
    spec: 'RFC 2018 3',
    doc: 'Octet behind a block that came.',
  },
  value: {
    filter: 'tcp.options.timestamp.tsval',
    bits: 32,
    type: 'uint',
    label: 'Timestamp value',
    spec: 'RFC 7323 3.2',
    doc: "The sender's clock, in units of its own.",
  },
  echo: {
    filter: 'tcp.options.timestamp.tsecr',
    bits: 32,
    type: 'uint',
    label: 'Timestamp echo reply',
    spec: 'RFC 7323 3.2',
    doc: "The other side's clock, echoed.",
  },
  digest: {
    filter: 'tcp.options.md5.digest',
    type: 'bytes',
    label: 'MD5 digest',
    spec: 'RFC 2385 3',
    doc: 'Signature.',
  },
  cookie: {
    filter: 'tcp.options.tfo.cookie',
    type: 'bytes',
    label: 'Fast open cookie',
    spec: 'RFC 7413 4.1.1',
    doc: 'Cookie.',
  },
  payload: {
    filter: 'tcp.options.unknown.payload',
    type: 'bytes',
    label: 'Payload',
    spec: SPEC,
    doc: 'Content of the option.',
  },
  padding: {
    filter: 'tcp.options.padding',
    type: 'bytes',
    label: 'Padding',
    spec: SPEC,
    doc: 'Octets behind the end.',
  },
  eolGroup: option('eol', 'End of option list'),
  nopGroup: option('nop', 'No operation'),
  mssGroup: option('mss', 'Maximum segment size'),
  scaleGroup: option('wscale', 'Window scale'),
  permittedGroup: option('sack_perm', 'SACK permitted'),
  sackGroup: option('sack', 'SACK'),
  timestampGroup: option('timestamp', 'Timestamps'),
  md5Group: option('md5', 'MD5 signature'),
  fastOpenGroup: option('tfo', 'Fast open'),
  unknownGroup: option('unknown', 'Other'),
});

function option(name: string, label: string): Field {
  return {
    filter: `tcp.options.${name}`,
    type: 'group',
    label: `Option: ${label}`,
    spec: SPEC,
    doc: `${label} option.`,
  };
}

export const OPTION_FIELDS: readonly Field[] = Object.values(f);

export const OPTION_RULES = rules({
  'TCP-010': {
    level: 'MUST',
    severity: 'error',
    section: SPEC,
    text: 'The length of an option is at least 2 and fits into the header.',
  },
  'TCP-011': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The length of an option of fixed size is the one that the specification gives.',
  },
});

interface Kind {
  readonly field: Field;
  /** Octets with kind and length, where fixed. */
  readonly fixed?: number;
  /** Reads the content; gives what the Info column says of it. */
  readonly body: (cursor: Cursor) => string;
}

const KINDS: Readonly<Record<number, Kind>> = {
  2: { field: f.mssGroup, fixed: 4, body: (cursor) => ` MSS=${cursor.uint(f.mss, 16)}` },
  3: { field: f.scaleGroup, fixed: 3, body: (cursor) => ` WS=${2 ** cursor.uint(f.shift, 8)}` },
  4: { field: f.permittedGroup, fixed: 2, body: () => ' SACK_PERM' },
  5: {
    field: f.sackGroup,
    body: (cursor) => {
      let text = '';
      while (cursor.octetsLeft >= 8) text += ` SLE=${cursor.uint(f.left, 32)} SRE=${cursor.uint(f.right, 32)}`;
      return text;
    },
  },
  8: {
    field: f.timestampGroup,
    fixed: 10,
    body: (cursor) => ` TSval=${cursor.uint(f.value, 32)} TSecr=${cursor.uint(f.echo, 32)}`,
  },
  19: {
    field: f.md5Group,
    fixed: 18,
    body: (cursor) => {
      cursor.octets(f.digest, 16);
      return ' MD5';
    },
  },
  34: {
    field: f.fastOpenGroup,
    body: (cursor) => {
      if (cursor.octetsLeft === 0) return ' TFO=R';
      cursor.octets(f.cookie, cursor.octetsLeft);
      return ' TFO=C';
    },
  },
};

/** Reads the options in the cursor's window; gives what the Info column says of them. */
export function readOptions(cursor: Cursor): string {
  let info = '';
  while (cursor.octetsLeft > 0) {
    const number = cursor.peek(8)!;
    const { bit } = cursor;
    if (number === END || number === NOP) {
      const row = cursor.open(number === END ? f.eolGroup : f.nopGroup);
      cursor.uint(f.kind, 8);
      cursor.close(row);
      if (number === END && cursor.octetsLeft > 0) cursor.octets(f.padding, cursor.octetsLeft);
      continue;
    }
    const kind = KINDS[number];
    const row = cursor.open(kind?.field ?? f.unknownGroup);
    cursor.uint(f.kind, 8);
    const length = cursor.uint(f.length, 8);
    if (cursor.failed || length < 2) {
      if (!cursor.failed)
        cursor.find(
          OPTION_RULES['TCP-010'],
          `the option length is ${length}, less than the 2 of kind and length`,
          bit,
          cursor.bit,
        );
      cursor.close(row);
      // Without a length the next option cannot be found: the rest stays undecoded.
      return info;
    }
    if (kind?.fixed !== undefined && kind.fixed !== length) {
      cursor.find(
        OPTION_RULES['TCP-011'],
        `the option length is ${length}; ${KIND_NAMES[number]} has ${kind.fixed}`,
        cursor.bit - 8,
        cursor.bit,
      );
    }
    const outer = cursor.enter(f.payload, length - 2);
    if (kind !== undefined && (kind.fixed === undefined || kind.fixed <= length)) info += kind.body(cursor);
    if (cursor.octetsLeft > 0) cursor.octets(f.payload, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
    if (kind === undefined) cursor.tree.setNote(row, KIND_NAMES[number] ?? `kind ${number}`);
  }
  return info;
}
