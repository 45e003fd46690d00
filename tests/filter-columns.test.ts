import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { ShapeColumn } from '../src/core/engine/listing/shape-column.ts';
import { TableRow } from '../src/core/engine/listing/table-row.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { NO, UNKNOWN, type Verdict, YES } from '../src/core/filter/column-program.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/** What the packet list says of a filter without reading a packet is what the packet's tree says, in every capture. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PACKETS = 60;

const lines = readFileSync(here('fixtures/filters.txt'), 'utf8').split('\n');
const texts = [
  ...lines.filter((line) => line !== '' && !line.startsWith('#')),
  // Every protocol by itself, and the absence of it.
  ...registry.protocols.flatMap(({ id }) => (catalogue.get(id) === undefined ? [] : [id, `!${id}`])),
  ...registry.fields.filter(({ type }) => type === 'protocol').map(({ filter }) => `!(${filter})`),
  'dmnoti.session_id',
  'dmnoti.digest.verdict == "match" || sip.Method',
  'frame.marked || frame.ignored',
  '_ws.col.protocol == "UDP"',
];
const compiled = [...new Set(texts)].map((text) => {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
  return { text, filter: result.filter };
});

function capturesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(pcap|pcapng|cap)(\.gz)?$/.test(name)).map((name) => `${folder}${name}`);
}

const files = [...capturesIn(here('fixtures/')), ...capturesIn(here('../../shared/samples/real/'))];

async function load(file: string): Promise<Capture> {
  const source = new MemorySource(file, new Uint8Array(readFileSync(file)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  return capture;
}

/** The answer of both readings of the columns: one by one, and with what was worked out for rows like it. */
function answerOf(verdict: Verdict, answer: boolean | undefined): boolean | undefined {
  // An assertion for each of a million answers would take minutes.
  if (verdict !== (answer === undefined ? UNKNOWN : answer ? YES : NO)) throw new Error(`${verdict} is not ${answer}`);
  return answer;
}

test('columns agree with the tree, from what pass 1 has met and from what the tree has shown', async () => {
  const wrong: string[] = [];
  let decided = 0;
  let asked = 0;
  for (const file of files) {
    const capture = await load(file);
    const shapes = new ShapeColumn();
    const row = new TableRow(capture, shapes);
    const tree = new Tree();
    const filters = compiled.map((one) => ({ ...one, program: one.filter.program() }));
    const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, [], tree);
      row.index = index;
      const before = filters.map(({ filter, program }) => answerOf(program(row), filter.columns(row)));
      shapes.set(capture, index, tree, context);
      for (const [i, { text, filter, program }] of filters.entries()) {
        const matches = filter.test(tree, context);
        for (const [when, known] of [
          ['pass 1', before[i]],
          ['dissected', answerOf(program(row), filter.columns(row))],
        ] as const) {
          if (known === undefined) asked++;
          else decided++;
          if (known !== undefined && known !== matches)
            wrong.push(`${file} ${index + 1}: ${text}: ${known} after ${when}`);
        }
      }
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(decided).toBeGreaterThan(asked);
}, 600_000);
