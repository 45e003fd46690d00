import { u16, u32 } from '../../base/bits.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { formatIpv4, formatIpv6 } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'LINKTYPE_WIRESHARK_UPPER_PDU';
const END = 0;
const DISSECTOR = 12;
const HEURISTIC = 13;
const TABLE = 14;
const TABLE_VALUE = 32;

const TAGS: Readonly<Record<number, string>> = {
  0: 'End of options',
  10: 'Length of the options',
  11: 'Link type',
  12: 'Dissector name',
  13: 'Heuristic dissector name',
  14: 'Dissector table name',
  20: 'IPv4 source address',
  21: 'IPv4 destination address',
  22: 'IPv6 source address',
  23: 'IPv6 destination address',
  24: 'Port type',
  25: 'Source port',
  26: 'Destination port',
  28: 'SS7 OPC',
  29: 'SS7 DPC',
  30: 'Original frame number',
  31: 'DVB-CI event',
  32: 'Dissector table value',
  33: 'Column protocol text',
  34: 'TCP dissector data',
  35: 'Direction',
};

/** Wireshark's tables that this tool has too. */
const TABLES: Readonly<Record<string, 'udp.port' | 'tcp.port' | 'ip.proto' | 'eth.type' | 'ppp.protocol'>> = {
  'udp.port': 'udp.port',
  'tcp.port': 'tcp.port',
  'ip.proto': 'ip.proto',
  ethertype: 'eth.type',
  'ppp.protocol': 'ppp.protocol',
};

const f = fields({
  pdu: {
    filter: 'exported_pdu',
    type: 'protocol',
    label: 'Exported PDU',
    doc: 'A message exported from another capture.',
  },
  option: { filter: 'exported_pdu.option', type: 'group', label: 'Option', spec: SPEC, doc: 'One tag with its value.' },
  tag: {
    filter: 'exported_pdu.tag',
    bits: 16,
    type: 'uint',
    label: 'Tag',
    spec: SPEC,
    names: TAGS,
    doc: 'Kind of option.',
  },
  length: {
    filter: 'exported_pdu.tag_len',
    bits: 16,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Octets of the value.',
  },
  dissector: {
    filter: 'exported_pdu.prot_name',
    type: 'text',
    label: 'Dissector name',
    spec: SPEC,
    doc: 'What the PDU is.',
  },
  heuristic: {
    filter: 'exported_pdu.heur_prot_name',
    type: 'text',
    label: 'Heuristic dissector name',
    spec: SPEC,
    doc: 'What the PDU is.',
  },
  table: {
    filter: 'exported_pdu.dis_table_name',
    type: 'text',
    label: 'Dissector table name',
    spec: SPEC,
    doc: 'Table to look in.',
  },
  tableValue: {
    filter: 'exported_pdu.dis_table_val',
    type: 'uint',
    label: 'Dissector table value',
    spec: SPEC,
    doc: 'Key in the table.',
  },
  ipv4Source: {
    filter: 'exported_pdu.ipv4_src',
    type: 'ipv4',
    label: 'IPv4 source',
    spec: SPEC,
    also: ['ip.addr', 'ip.src'],
    doc: 'Address.',
  },
  ipv4Destination: {
    filter: 'exported_pdu.ipv4_dst',
    type: 'ipv4',
    label: 'IPv4 destination',
    spec: SPEC,
    also: ['ip.addr', 'ip.dst'],
    doc: 'Address.',
  },
  ipv6Source: {
    filter: 'exported_pdu.ipv6_src',
    type: 'ipv6',
    label: 'IPv6 source',
    spec: SPEC,
    also: ['ipv6.addr', 'ipv6.src'],
    doc: 'Address.',
  },
  ipv6Destination: {
    filter: 'exported_pdu.ipv6_dst',
    type: 'ipv6',
    label: 'IPv6 destination',
    spec: SPEC,
    also: ['ipv6.addr', 'ipv6.dst'],
    doc: 'Address.',
  },
  portType: {
    filter: 'exported_pdu.port_type',
    type: 'uint',
    label: 'Port type',
    spec: SPEC,
    names: { 0: 'None', 1: 'SCTP', 2: 'TCP', 3: 'UDP', 4: 'DCCP' },
    doc: 'What the ports are of.',
  },
  sourcePort: { filter: 'exported_pdu.src_port', type: 'uint', label: 'Source port', spec: SPEC, doc: 'Port.' },
  destinationPort: {
    filter: 'exported_pdu.dst_port',
    type: 'uint',
    label: 'Destination port',
    spec: SPEC,
    doc: 'Port.',
  },
  opc: { filter: 'exported_pdu.ss7_opc', type: 'uint', label: 'SS7 OPC', spec: SPEC, doc: 'Originating point code.' },
  dpc: { filter: 'exported_pdu.ss7_dpc', type: 'uint', label: 'SS7 DPC', spec: SPEC, doc: 'Destination point code.' },
  frame: {
    filter: 'exported_pdu.orig_fno',
    type: 'uint',
    label: 'Original frame number',
    spec: SPEC,
    doc: 'In the first capture.',
  },
  protocol: {
    filter: 'exported_pdu.col_proto_str',
    type: 'text',
    label: 'Column protocol text',
    spec: SPEC,
    doc: 'Protocol column.',
  },
  direction: {
    filter: 'exported_pdu.p2p_dir',
    type: 'uint',
    label: 'Direction',
    spec: SPEC,
    names: { 0: 'sent', 1: 'received' },
    doc: 'Which way it went.',
  },
  value: {
    filter: 'exported_pdu.unknown_tag.val',
    type: 'bytes',
    label: 'Value',
    spec: SPEC,
    doc: 'Value of another option.',
  },
});

const RULES = rules({
  'PDU-001': {
    level: 'text',
    severity: 'warning',
    section: SPEC,
    text: 'A tag names the dissector, or the table and key, of the PDU.',
  },
});

/** Field and octets of the options that are more than text. */
const FIXED: Readonly<Record<number, { readonly field: Field; readonly octets: number }>> = {
  20: { field: f.ipv4Source, octets: 4 },
  21: { field: f.ipv4Destination, octets: 4 },
  22: { field: f.ipv6Source, octets: 16 },
  23: { field: f.ipv6Destination, octets: 16 },
  24: { field: f.portType, octets: 4 },
  25: { field: f.sourcePort, octets: 4 },
  26: { field: f.destinationPort, octets: 4 },
  28: { field: f.opc, octets: 4 },
  29: { field: f.dpc, octets: 4 },
  30: { field: f.frame, octets: 4 },
  32: { field: f.tableValue, octets: 4 },
  35: { field: f.direction, octets: 4 },
};
const TEXTS: Readonly<Record<number, Field>> = { 12: f.dissector, 13: f.heuristic, 14: f.table, 33: f.protocol };

/** Text up to the NUL octets that pad it. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return fromLatin1(end < 0 ? bytes : bytes.subarray(0, end));
}

interface Target {
  name: string;
  table: string;
  key: number;
}

export function register(to: Registry): void {
  const names = to.table('dissector.name');
  let number = 0;

  /** Reads the value of an option; false when it does not fit: nothing can be known of what follows. */
  const option = (cursor: Cursor, context: Context, tag: number, octets: number, target: Target): boolean => {
    const { bit, at, bytes, source } = cursor;
    const fits = octets <= cursor.octetsLeft;
    const outer = cursor.enter(f.value, octets);
    if (!fits) {
      cursor.leave(outer);
      return false;
    }
    const text = TEXTS[tag];
    const fixed = FIXED[tag];
    if (text !== undefined) {
      const value = textOf(cursor.rest());
      if (cursor.octetsLeft > 0) cursor.textAs(text, cursor.octetsLeft, value);
      if (tag === DISSECTOR || (tag === HEURISTIC && target.name === '')) target.name = value;
      if (tag === TABLE) target.table = value;
    } else if (fixed !== undefined && cursor.octetsLeft >= fixed.octets) {
      const number = fixed.field.type === 'uint' ? cursor.uint(fixed.field, 32) : 0;
      if (fixed.field.type !== 'uint') cursor.octets(fixed.field, fixed.octets);
      const port = { port: number, source, start: bit, end: bit + 32 };
      if (tag === 20) context.source = formatIpv4(bytes, at);
      else if (tag === 21) context.destination = formatIpv4(bytes, at);
      else if (tag === 22) context.source = formatIpv6(bytes, at);
      else if (tag === 23) context.destination = formatIpv6(bytes, at);
      else if (tag === 25) context.sourcePort = port;
      else if (tag === 26) context.destinationPort = port;
      else if (tag === TABLE_VALUE) target.key = number;
    }
    if (cursor.octetsLeft > 0) cursor.octets(f.value, cursor.octetsLeft);
    cursor.leave(outer);
    return true;
  };

  const exported: Dissector = {
    id: 'exported_pdu',
    name: 'Exported PDU',
    hides: 'packets',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      let name = '';
      let table = '';
      let key = 0;
      let at = start;
      for (;;) {
        if (at + 4 > end) return;
        const tag = u16(bytes, at);
        const octets = u16(bytes, at + 2);
        const value = at + 4;
        at = value + octets;
        if (at > end) return;
        if (tag === END) break;
        if (tag === DISSECTOR || (tag === HEURISTIC && name === '')) name = textOf(bytes.subarray(value, at));
        else if (tag === TABLE) table = textOf(bytes.subarray(value, at));
        else if (octets < (FIXED[tag]?.octets ?? 0)) continue;
        else if (tag === 20) row.source = row.state.addresses.ipv4(bytes, value);
        else if (tag === 21) row.destination = row.state.addresses.ipv4(bytes, value);
        else if (tag === 22) row.source = row.state.addresses.ipv6(bytes, value);
        else if (tag === 23) row.destination = row.state.addresses.ipv6(bytes, value);
        else if (tag === 25) row.sourcePort = u32(bytes, value);
        else if (tag === 26) row.destinationPort = u32(bytes, value);
        else if (tag === TABLE_VALUE) key = u32(bytes, value);
      }
      const known = TABLES[table];
      const next = names.get(name) ?? (known === undefined ? undefined : to.table(known).get(key));
      summarizeNext(next, bytes, at, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.pdu);
      const target: Target = { name: '', table: '', key: 0 };
      let ended = false;
      while (!ended) {
        const at = cursor.open(f.option);
        const tag = cursor.uint(f.tag, 16);
        const octets = cursor.uint(f.length, 16);
        cursor.tree.setNote(at, TAGS[tag] ?? `tag ${tag}`);
        const fits = !cursor.failed && option(cursor, context, tag, octets, target);
        cursor.close(at);
        if (!fits) {
          cursor.close(row);
          return;
        }
        ended = tag === END;
      }
      cursor.close(row);
      const what = target.name !== '' ? target.name : `${target.table} ${target.key}`;
      cursor.tree.setNote(row, what);
      context.info = `Exported ${what}`;
      if (target.name === '' && target.table === '')
        cursor.find(RULES['PDU-001'], 'no tag says what the PDU is', cursor.bit, cursor.bit);
      if (target.name !== '' && context.next('dissector.name', target.name, cursor)) return;
      const table = TABLES[target.table];
      if (table !== undefined && context.next(table, target.key, cursor)) return;
      context.undecoded(cursor, UNDECODED, what);
    },
  };
  number = to.protocol(exported, Object.values(f), Object.values(RULES));
  to.bind('link.type', 252, exported).bind('layer', 'exported-pdu', exported);
}
