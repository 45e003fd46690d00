import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { ShapeColumn } from '../src/core/engine/listing/shape-column.ts';
import { TableColumns } from '../src/core/engine/listing/table-columns.ts';
import { TableRow } from '../src/core/engine/listing/table-row.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import type { ColumnProgram } from '../src/core/filter/column-table.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { NO, UNKNOWN, YES } from '../src/core/filter/verdict.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS } from './captures.ts';

/** What the packet list says of a filter without reading a packet is what the packet's tree says, in every capture. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PACKETS = 60;

/** Addresses and ports, numbers, times and lengths in all forms that a pass over the columns has eyes for. */
const FINDINGS = [
  'rule',
  '!rule',
  'rule.severity == "error"',
  'rule.severity != "note"',
  'rule.severity !== "note"',
  'all rule.severity in {"warning", "note"}',
  'rule.level == "MUST" && rule.severity == "error"',
  'rule.section contains "NOTI" || udp',
  'rule matches "^N13" || rule matches "^WSP"',
  'upper(rule.severity) == "ERROR"',
  'len(rule) == 7',
  'rule[0:3] == "N13"',
  'rule.X-CUT',
  'rule.N13-D1 || rule.N12-D1',
  '!(rule == "N13-D1") && rule',
  'rule > "N"',
];
/** The words of findings, and how many there are, are not known before the tree is. */
const WORDS = ['rule.message contains "digest"', 'count(rule) > 1', 'rule.X-CUT contains "rest"', 'rule == rule.level'];
/** The text of the Protocol column, which is one of several for some protocols. */
const NAMES = [
  '_ws.col.protocol == "UDP"',
  '_ws.col.protocol == "DM 1.2"',
  '_ws.col.protocol != "DM 1.3"',
  '_ws.col.protocol contains "DM"',
  '_ws.col.protocol matches "^(dm|ds) [12]"',
  '_ws.col.protocol in {"TCP", "SIP", "SMPP"}',
  'lower(_ws.col.protocol) == "tcp" || _ws.col.protocol[0:1] == "W"',
  'len(_ws.col.protocol) > 3 && !(_ws.col.protocol == "Frame")',
];
const ENDPOINTS = [
  'ip.src == 10.0.0.0/8',
  'ip.src != 192.0.2.0/24',
  'ip.addr > 127.0.0.1',
  'any ip.addr <= 127.0.0.1/16',
  'all ip.addr >= 10.0.0.0',
  'ip.dst in {10.0.0.1, 192.0.2.0/24, 127.0.0.1..127.255.255.255}',
  'ip.src in {127.9.9.9/8..127.0.0.0/8, 9.0.0.0..9.9.9.9/6}',
  'ip.addr in {10.0.0.1/31, 192.0.2.0/255.0.255.0, 127.0.0.0/0.0.0.255..127.0.0.9, 0.0.0.0/32, 198.51.100.9/24..203.0.113.1/30, 10.9.0.1..10.1.0.1}',
  'ip.addr == 10.0.0.1 || ip.addr == 192.0.2.1 || ip.addr == 198.51.100.0/24',
  'ip.addr != 10.0.0.1 && ip.addr != 192.0.2.1 && ip.src != 127.0.0.1',
  'ip.src == ip.dst',
  'ip.src != ip.dst',
  'ip.src < ip.dst',
  'ipv6.src != ipv6.dst',
  'tcp.srcport < tcp.dstport',
  'udp.srcport >= udp.dstport',
  'udp.srcport == udp.dstport',
  'udp.srcport != tcp.dstport',
  'ip.src[0:1] == 0a',
  '!(ip.addr === 192.0.2.1)',
  'ip.addr !== 192.0.2.1',
  'ipv6.addr == 2001:db8::/32',
  'ipv6.src in {fe80::1..fe80::ffff, ::1}',
  'ipv6.dst > ::1 || ip.dst',
  'udp.port == 2948 || udp.port == 9200 || udp.port == 53',
  'udp.dstport in {2948, 9200..9203, 5000..6000}',
  'udp.srcport > 1024 && udp.srcport < 50000',
  'tcp.port != 80 && tcp.port != 443',
  'all tcp.port > 79',
  'tcp.dstport & 1 == 1',
  'udp.srcport == udp.dstport',
  'frame.number in {1..3, 7, 9..20}',
  'frame.number != 4',
  'frame.len in {40..80, 100}',
  'frame.cap_len < 64 || frame.len > 500',
  'frame.time_epoch in {0..1200000000.5, 1700000000..1800000000}',
  'frame.time_epoch != 1700000000.000000005',
];

const lines = readFileSync(here('fixtures/filters.txt'), 'utf8').split('\n');
const texts = [
  ...lines.filter((line) => line !== '' && !line.startsWith('#')),
  // Every protocol by itself, and the absence of it.
  ...registry.protocols.flatMap(({ id }) => (catalogue.get(id) === undefined ? [] : [id, `!${id}`])),
  ...registry.fields.filter(({ type }) => type === 'protocol').map(({ filter }) => `!(${filter})`),
  'dmnoti.session_id',
  'dmnoti.digest.verdict == "match" || sip.Method',
  'frame.marked || frame.ignored',
  ...NAMES,
  // Beside what only the tree can tell.
  ...NAMES.map((text) => `(${text}) && ip.ttl > 60`),
  ...FINDINGS,
  ...WORDS,
  ...FINDINGS.map((text) => `(${text}) ^^ frame.len > 100`),
  ...ENDPOINTS,
  // Pairs of all kinds of answers: known, unknown, costly and not.
  ...ENDPOINTS.flatMap((text, i) => [
    `${text} && frame.len > 100`,
    `frame.number % 2 == 0 || ${text}`,
    `!(${text}) && (${ENDPOINTS[(i + 1) % ENDPOINTS.length]})`,
    `${text} ^^ tcp`,
    `(${text} || ip.ttl > 60) && !(frame.time_epoch < 0)`,
  ]),
];
const compiled = [...new Set(texts)].map((text) => {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
  return { text, filter: result.filter };
});

const files = capturesIn(FIXTURES, OTHERS);

const verdicts = new Uint8Array(1);

/** The answer of the pass over columns for one row, which must be that of the row by itself. */
function answerOf(columns: TableColumns, program: ColumnProgram, index: number, answer: boolean | undefined) {
  columns.answer(program, index, index + 1, verdicts);
  const [verdict = 0] = verdicts;
  // An assertion for each of a million answers would take minutes.
  if (verdict !== NO && verdict !== UNKNOWN && verdict !== YES) throw new Error(`${verdict} is no verdict`);
  const passed = verdict === UNKNOWN ? undefined : verdict === YES;
  if (passed !== undefined && answer !== undefined && passed !== answer) throw new Error(`${passed} is not ${answer}`);
  return passed;
}

test('columns agree with the tree, from what pass 1 has met and from what the tree has shown', async () => {
  const wrong: string[] = [];
  let decided = 0;
  let asked = 0;
  for (const file of files) {
    const capture = await loaded(registry, file);
    const shapes = new ShapeColumn();
    const row = new TableRow(capture, shapes);
    const columns = new TableColumns(capture, shapes);
    const tree = new Tree();
    const filters = compiled.map((one) => ({ ...one, program: one.filter.program() }));
    const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, [], tree);
      row.index = index;
      const before = filters.map(({ filter, program }) => answerOf(columns, program, index, filter.columns(row)));
      shapes.set(capture, index, tree, context);
      for (const [i, { text, filter, program }] of filters.entries()) {
        const matches = filter.test(tree, context);
        for (const [when, known] of [
          ['pass 1', before[i]],
          ['dissected', answerOf(columns, program, index, filter.columns(row))],
        ] as const) {
          if (when === 'dissected' && known === undefined && FINDINGS.includes(text))
            wrong.push(`${file} ${index + 1}: ${text}: not known`);
          if (known === undefined) asked++;
          else decided++;
          if (known !== undefined && known !== matches)
            wrong.push(`${file} ${index + 1}: ${text}: ${known} after ${when}`);
        }
      }
    }
    // All rows at once, with nothing worked out before: the same answers.
    const all = new Uint8Array(indexes.length);
    for (const { text, filter, program } of filters) {
      columns.answer(filter.program(), 0, indexes.length, all);
      for (const index of indexes) {
        columns.answer(program, index, index + 1, verdicts);
        if (all[index] !== verdicts[0]) wrong.push(`${file} ${index + 1}: ${text}: ${all[index]} of a block`);
      }
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(decided).toBeGreaterThan(asked);
}, 600_000);
