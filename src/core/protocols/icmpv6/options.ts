import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';

const SPEC = 'RFC 4861 4.6';

const TYPES: Readonly<Record<number, string>> = {
  1: 'Source link-layer address',
  2: 'Target link-layer address',
  3: 'Prefix information',
  4: 'Redirected header',
  5: 'MTU',
  14: 'Nonce',
  24: 'Route information',
  25: 'Recursive DNS server',
  31: 'DNS search list',
};

const prefixFlags = layout('icmpv6.opt.prefix.flag')
  .bits('onLink', 1, {
    label: 'On-link',
    filter: 'icmpv6.opt.prefix.flag.l',
    type: 'bool',
    spec: 'RFC 4861 4.6.2',
    doc: 'Addresses with the prefix are on this link.',
  })
  .bits('autonomous', 1, {
    label: 'Autonomous',
    filter: 'icmpv6.opt.prefix.flag.a',
    type: 'bool',
    spec: 'RFC 4861 4.6.2',
    doc: 'Hosts may make addresses of the prefix.',
  })
  .bits('router', 1, {
    label: 'Router address',
    filter: 'icmpv6.opt.prefix.flag.r',
    type: 'bool',
    spec: 'RFC 6275 7.2',
    doc: 'The prefix holds a whole router address.',
  })
  .bits('reserved', 5, { label: 'Reserved', spec: 'RFC 4861 4.6.2', doc: 'Always 0.' });

const f = fields({
  option: { filter: 'icmpv6.opt', type: 'group', label: 'Option', spec: SPEC, doc: 'A neighbor discovery option.' },
  type: {
    filter: 'icmpv6.opt.type',
    bits: 8,
    type: 'uint',
    label: 'Type',
    spec: SPEC,
    names: TYPES,
    doc: 'Kind of option.',
  },
  length: {
    filter: 'icmpv6.opt.length',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Units of 8 octets, type and length included.',
  },
  link: {
    filter: 'icmpv6.opt.linkaddr',
    type: 'bytes',
    label: 'Link-layer address',
    spec: SPEC,
    doc: 'Hardware address.',
  },
  prefixLength: {
    filter: 'icmpv6.opt.prefix.length',
    bits: 8,
    type: 'uint',
    label: 'Prefix length',
    spec: SPEC,
    doc: 'Bits.',
  },
  prefixFlag: {
    filter: 'icmpv6.opt.prefix.flag',
    type: 'uint',
    label: 'Flags',
    spec: SPEC,
    show: 'hex',
    doc: 'What the prefix is for.',
  },
  valid: {
    filter: 'icmpv6.opt.prefix.valid_lifetime',
    bits: 32,
    type: 'uint',
    label: 'Valid lifetime',
    spec: SPEC,
    doc: 'Seconds.',
  },
  preferred: {
    filter: 'icmpv6.opt.prefix.preferred_lifetime',
    bits: 32,
    type: 'uint',
    label: 'Preferred lifetime',
    spec: SPEC,
    doc: 'Seconds.',
  },
  reserved: { filter: 'icmpv6.opt.reserved', type: 'bytes', label: 'Reserved', spec: SPEC, doc: 'Always 0.' },
  prefix: { filter: 'icmpv6.opt.prefix', type: 'ipv6', label: 'Prefix', spec: SPEC, doc: 'Prefix of addresses.' },
  mtu: { filter: 'icmpv6.opt.mtu', bits: 32, type: 'uint', label: 'MTU', spec: SPEC, doc: 'Octets.' },
  dnsLifetime: {
    filter: 'icmpv6.opt.rdnss.lifetime',
    bits: 32,
    type: 'uint',
    label: 'Lifetime',
    spec: 'RFC 8106 5.1',
    doc: 'Seconds.',
  },
  dns: {
    filter: 'icmpv6.opt.rdnss',
    type: 'ipv6',
    label: 'Recursive DNS server',
    spec: 'RFC 8106 5.1',
    doc: 'Address of a server.',
  },
  data: { filter: 'icmpv6.opt.data', type: 'bytes', label: 'Data', spec: SPEC, doc: 'Content of the option.' },
});

export const OPTION_FIELDS: readonly Field[] = [...Object.values(f), ...prefixFlags.fields];

export const OPTION_RULES = rules({
  'ICMP6-010': { level: 'MUST', severity: 'error', section: SPEC, text: 'The length of an option is not 0.' },
});

/** Least octets behind type and length, and how they are read. */
const BODIES: Readonly<Record<number, { readonly octets: number; readonly read: (cursor: Cursor) => void }>> = {
  1: { octets: 6, read: (cursor) => cursor.octets(f.link, cursor.octetsLeft) },
  2: { octets: 6, read: (cursor) => cursor.octets(f.link, cursor.octetsLeft) },
  3: {
    octets: 30,
    read: (cursor) => {
      cursor.uint(f.prefixLength, 8);
      const row = cursor.open(f.prefixFlag);
      const value = cursor.peek(8)!;
      prefixFlags.read(cursor);
      cursor.close(row);
      cursor.tree.setNum(row, value);
      cursor.uint(f.valid, 32);
      cursor.uint(f.preferred, 32);
      cursor.octets(f.reserved, 4);
      cursor.octets(f.prefix, 16);
    },
  },
  5: {
    octets: 6,
    read: (cursor) => {
      cursor.octets(f.reserved, 2);
      cursor.uint(f.mtu, 32);
    },
  },
  25: {
    octets: 6,
    read: (cursor) => {
      cursor.octets(f.reserved, 2);
      cursor.uint(f.dnsLifetime, 32);
      while (cursor.octetsLeft >= 16) cursor.octets(f.dns, 16);
    },
  },
};

/** Reads neighbor discovery options up to the end of the window. */
export function readOptions(cursor: Cursor): void {
  while (cursor.octetsLeft > 0) {
    const row = cursor.open(f.option);
    const type = cursor.uint(f.type, 8);
    const units = cursor.uint(f.length, 8);
    cursor.tree.setNote(row, TYPES[type] ?? `type ${type}`);
    if (cursor.failed || units === 0) {
      if (!cursor.failed)
        cursor.find(OPTION_RULES['ICMP6-010'], 'the option length is 0; the least is 1', cursor.bit - 8, cursor.bit);
      cursor.close(row);
      return;
    }
    const outer = cursor.enter(f.data, units * 8 - 2);
    const body = BODIES[type];
    if (body !== undefined && cursor.octetsLeft >= body.octets) body.read(cursor);
    if (cursor.octetsLeft > 0) cursor.octets(f.data, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
  }
}
