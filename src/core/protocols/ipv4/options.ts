import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';

const SPEC = 'RFC 791 3.1';
const END = 0;
const NOP = 1;
const ADDRESS_OCTETS = 4;

const NUMBERS: Readonly<Record<number, string>> = {
  0: 'End of option list',
  1: 'No operation',
  2: 'Security',
  3: 'Loose source route',
  4: 'Time stamp',
  5: 'Extended security',
  6: 'Commercial security',
  7: 'Record route',
  8: 'Stream identifier',
  9: 'Strict source route',
  11: 'MTU probe',
  12: 'MTU reply',
  18: 'Traceroute',
  20: 'Router alert',
  21: 'Selective directed broadcast',
  25: 'Quick start',
};

const typeOctet = layout('ip.opt.type')
  .bits('copy', 1, { label: 'Copy', type: 'bool', spec: SPEC, doc: 'Whether every fragment has the option.' })
  .bits('class', 2, {
    label: 'Class',
    spec: SPEC,
    names: { 0: 'Control', 2: 'Debugging and measurement' },
    doc: 'What the option is for.',
  })
  .bits('number', 5, { label: 'Number', spec: SPEC, names: NUMBERS, doc: 'Kind of option.' });

const f = fields({
  type: { filter: 'ip.opt.type', type: 'uint', label: 'Type', spec: SPEC, doc: 'Copy flag, class and number.' },
  length: {
    filter: 'ip.opt.len',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Octets of the option with type and length.',
  },
  pointer: {
    filter: 'ip.opt.ptr',
    bits: 8,
    type: 'uint',
    label: 'Pointer',
    spec: SPEC,
    doc: 'Octet of the option, from 1, at which the next address or time stamp goes.',
  },
  recorded: {
    filter: 'ip.rec_rt',
    type: 'ipv4',
    label: 'Recorded route',
    spec: SPEC,
    doc: 'A router that was passed.',
  },
  empty: { filter: 'ip.empty_rt', type: 'ipv4', label: 'Empty route', spec: SPEC, doc: 'Room for an address.' },
  next: { filter: 'ip.src_rt', type: 'ipv4', label: 'Source route', spec: SPEC, doc: 'A router still to pass.' },
  overflow: {
    filter: 'ip.opt.overflow',
    bits: 4,
    type: 'uint',
    label: 'Overflow',
    spec: SPEC,
    doc: 'Routers that found no room.',
  },
  flag: {
    filter: 'ip.opt.flag',
    bits: 4,
    type: 'uint',
    label: 'Flag',
    spec: SPEC,
    show: 'hex',
    names: { 0: 'Time stamps only', 1: 'Time stamps and addresses', 3: 'Time stamps of listed addresses' },
    doc: 'What routers write.',
  },
  timeAddress: { filter: 'ip.opt.time_stamp_addr', type: 'ipv4', label: 'Address', spec: SPEC, doc: 'Router.' },
  time: {
    filter: 'ip.opt.time_stamp',
    bits: 32,
    type: 'uint',
    label: 'Time stamp',
    spec: SPEC,
    doc: 'Milliseconds since midnight UTC.',
  },
  alert: {
    filter: 'ip.opt.ra',
    type: 'uint',
    label: 'Router alert',
    spec: 'RFC 2113 2.1',
    names: { 0: 'Routers examine the packet' },
    doc: 'Asks routers to look at the packet.',
  },
  stream: { filter: 'ip.opt.sid', type: 'uint', label: 'Stream identifier', spec: SPEC, doc: 'SATNET stream.' },
  mtu: { filter: 'ip.opt.mtu', type: 'uint', label: 'MTU', spec: 'RFC 1063', doc: 'Octets.' },
  security: {
    filter: 'ip.opt.sec_rfc791_sec',
    bits: 16,
    type: 'uint',
    label: 'Security',
    spec: SPEC,
    show: 'hex',
    doc: 'Level.',
  },
  compartments: {
    filter: 'ip.opt.sec_rfc791_comp',
    bits: 16,
    type: 'uint',
    label: 'Compartments',
    spec: SPEC,
    doc: 'Compartments.',
  },
  handling: {
    filter: 'ip.opt.sec_rfc791_hr',
    type: 'text',
    label: 'Handling restrictions',
    spec: SPEC,
    doc: 'Two characters.',
  },
  control: {
    filter: 'ip.opt.sec_rfc791_tcc',
    type: 'text',
    label: 'Transmission control code',
    spec: SPEC,
    doc: 'Three characters.',
  },
  level: {
    filter: 'ip.opt.sec_cl',
    bits: 8,
    type: 'uint',
    label: 'Classification level',
    spec: 'RFC 1108 2.3',
    show: 'hex',
    doc: 'Level.',
  },
  authority: {
    filter: 'ip.opt.sec_prot_auth_flags',
    bits: 8,
    type: 'uint',
    label: 'Protection authority flags',
    spec: 'RFC 1108 2.4',
    show: 'hex',
    doc: 'Authorities.',
  },
  data: { filter: 'ip.opt.data', type: 'bytes', label: 'Data', spec: SPEC, doc: 'Content of the option.' },
  padding: { filter: 'ip.opt.padding', type: 'bytes', label: 'Padding', spec: SPEC, doc: 'Octets behind the end.' },
  ...group('unknown', 'Option'),
  ...group('eol', 'End of option list'),
  ...group('nop', 'No operation'),
  ...group('security', 'Security'),
  ...group('route', 'Loose source route'),
  ...group('timestamp', 'Time stamp'),
  ...group('record_route', 'Record route'),
  ...group('sid', 'Stream identifier'),
  ...group('source_route', 'Strict source route'),
  ...group('mtu_probe', 'MTU probe'),
  ...group('mtu_reply', 'MTU reply'),
  ...group('routeralert', 'Router alert'),
});

function group<K extends string>(name: K, label: string): { readonly [P in `group_${K}`]: Field } {
  const field: Field = {
    filter: `ip.options.${name}`,
    type: 'group',
    label: `Option: ${label}`,
    spec: SPEC,
    doc: `${label}.`,
  };
  return { [`group_${name}`]: field } as { readonly [P in `group_${K}`]: Field };
}

export const OPTION_FIELDS: readonly Field[] = [...Object.values(f), ...typeOctet.fields];

export const OPTION_RULES = rules({
  'IP-020': {
    level: 'MUST',
    severity: 'error',
    section: SPEC,
    text: 'The length of an option is at least 2 and fits into the header.',
  },
  'IP-021': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The length of an option of fixed size is the one that the specification gives.',
  },
});

/** What is read behind type and length. */
type Body = (cursor: Cursor, length: number) => void;

const routes =
  (behind: Field): Body =>
  (cursor) => {
    const pointer = cursor.uint(f.pointer, 8);
    // The pointer counts from the type octet, from 1; the first address is at 4.
    for (let at = 4; cursor.octetsLeft >= ADDRESS_OCTETS; at += ADDRESS_OCTETS)
      cursor.octets(at < pointer ? f.recorded : behind, ADDRESS_OCTETS);
  };

const timestamps: Body = (cursor) => {
  cursor.uint(f.pointer, 8);
  cursor.uint(f.overflow, 4);
  const withAddress = cursor.uint(f.flag, 4) !== 0;
  while (cursor.octetsLeft >= (withAddress ? 8 : 4)) {
    if (withAddress) cursor.octets(f.timeAddress, ADDRESS_OCTETS);
    cursor.uint(f.time, 32);
  }
};

const securityOption: Body = (cursor, length) => {
  if (length === 11) {
    cursor.uint(f.security, 16);
    cursor.uint(f.compartments, 16);
    cursor.octets(f.handling, 2);
    cursor.octets(f.control, 3);
    return;
  }
  if (cursor.octetsLeft > 0) cursor.uint(f.level, 8);
  while (cursor.octetsLeft > 0) cursor.uint(f.authority, 8);
};

interface Kind {
  readonly field: Field;
  readonly body: Body;
  /** Octets with type and length, where fixed. */
  readonly fixed?: number;
}

const word =
  (field: Field): Body =>
  (cursor) => {
    cursor.uint(field, 16);
  };

/** By the whole type octet. */
const KINDS: Readonly<Record<number, Kind>> = {
  7: { field: f.group_record_route, body: routes(f.empty) },
  11: { field: f.group_mtu_probe, body: word(f.mtu), fixed: 4 },
  12: { field: f.group_mtu_reply, body: word(f.mtu), fixed: 4 },
  68: { field: f.group_timestamp, body: timestamps },
  130: { field: f.group_security, body: securityOption },
  131: { field: f.group_route, body: routes(f.next) },
  136: { field: f.group_sid, body: word(f.stream), fixed: 4 },
  137: { field: f.group_source_route, body: routes(f.next) },
  148: { field: f.group_routeralert, body: word(f.alert), fixed: 4 },
};

function readType(cursor: Cursor): number {
  const row = cursor.open(f.type);
  const type = cursor.peek(8) ?? 0;
  typeOctet.read(cursor);
  cursor.close(row);
  cursor.tree.setNum(row, type);
  return type;
}

/** Reads the options in the cursor's window. */
export function readOptions(cursor: Cursor): void {
  while (cursor.octetsLeft > 0) {
    const type = cursor.peek(8)!;
    const { bit } = cursor;
    if (type === END || type === NOP) {
      const row = cursor.open(type === END ? f.group_eol : f.group_nop);
      readType(cursor);
      cursor.close(row);
      if (type === END && cursor.octetsLeft > 0) cursor.octets(f.padding, cursor.octetsLeft);
      continue;
    }
    const kind = KINDS[type];
    const row = cursor.open(kind?.field ?? f.group_unknown);
    readType(cursor);
    const length = cursor.uint(f.length, 8);
    if (cursor.failed || length < 2) {
      if (!cursor.failed)
        cursor.find(
          OPTION_RULES['IP-020'],
          `the option length is ${length}, less than the 2 of type and length`,
          bit,
          cursor.bit,
        );
      cursor.close(row);
      // Without a length the next option cannot be found: the rest stays undecoded.
      return;
    }
    if (kind?.fixed !== undefined && kind.fixed !== length) {
      cursor.find(
        OPTION_RULES['IP-021'],
        `the option length is ${length}; ${kind.field.label} has ${kind.fixed}`,
        cursor.bit - 8,
        cursor.bit,
      );
    }
    const outer = cursor.enter(f.data, length - 2);
    if (kind !== undefined && (kind.fixed === undefined || kind.fixed <= length)) kind.body(cursor, length);
    if (cursor.octetsLeft > 0) cursor.octets(f.data, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
    if (kind === undefined) cursor.tree.setNote(row, NUMBERS[type & 31] ?? `number ${type & 31}`);
  }
}
