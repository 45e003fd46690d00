import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Field } from '../codec/field.ts';
import type { RowValue } from '../codec/value.ts';
import { rowValue } from '../codec/value.ts';
import { createRegistry } from '../protocols/index.ts';
import { readAtOnce } from '../testing/captures.ts';
import { filterCatalogue } from './catalogue.ts';
import { type CompiledFilter, compileFilter } from './compile.ts';
import { filterFor } from './quote.ts';

const field = (type: Field['type'], more: Partial<Field> = {}): Field => ({ filter: 'a.b', type, label: 'B', ...more });

describe('filters for values', () => {
  test.each<[Field, RowValue, string]>([
    [field('protocol'), undefined, 'a.b'],
    [field('text'), null, 'a.b'],
    [field('uint'), 7, 'a.b == 7'],
    [field('uint', { show: 'hex' }), 255, 'a.b == 0xff'],
    [field('bool'), 0, 'a.b == 0'],
    [field('uint'), 'fffffffffffffffe', 'a.b == 0xfffffffffffffffe'],
    [field('uint'), 'any', 'string(a.b) == "any"'],
    [field('text'), 'a "b" \\ \n', 'a.b == "a \\"b\\" \\\\ \\x0a"'],
    [field('group'), 'a: b', 'a.b == "a: b"'],
    [field('group'), 'beef', 'a.b == "beef"'],
    [field('bytes'), 'deadbeef', 'a.b == de:ad:be:ef'],
    [field('bytes'), '0a', 'a.b == 0x0a'],
    [field('bytes'), '', 'len(a.b) == 0'],
    [field('bytes'), 'no hex', 'a.b == "no hex"'],
    [field('undecoded'), '00'.repeat(300), `len(a.b) == 300 && a.b[0:256] == ${'00:'.repeat(255)}00`],
    [field('ipv4'), '10.0.0.1', 'a.b == 10.0.0.1'],
    [field('ipv4'), 'nowhere', 'string(a.b) == "nowhere"'],
    [field('ipv6'), 'fe80::1', 'a.b == fe80::1'],
    [field('ether'), '00:11:22:33:44:55', 'a.b == 00:11:22:33:44:55'],
    [field('time'), 1_700_000_000, 'a.b == "2023-11-14 22:13:20"'],
    [field('time'), 1.5, 'a.b == 1.5'],
    [field('time'), -1, 'a.b == -1'],
    [field('time'), 1e15, 'a.b == 1000000000000000'],
    [field('time'), 'never', 'string(a.b) == "never"'],
    [field('seconds'), 1e-7, 'a.b == 0.0000001'],
    [field('seconds'), 90, 'a.b == 90'],
    [field('text', { filter: 'frame.time_epoch' }), '1700000000.5', 'frame.time_epoch == 1700000000.5'],
  ])('%j %j', (of, value, expected) => expect(filterFor(of, value)).toBe(expected));
});

test('every row of every sample matches the filter for its value', () => {
  const registry = createRegistry();
  const catalogue = filterCatalogue(registry);
  const folder = fileURLToPath(new URL('../../../tests/fixtures/made/', import.meta.url));
  const known = new Map<string, CompiledFilter>();
  let compared = 0;
  const wrong: string[] = [];
  for (const name of readdirSync(folder).filter((one) => /\.pcap(ng)?$/.test(one))) {
    const { capture, packets } = readAtOnce(registry, new Uint8Array(readFileSync(folder + name)), name);
    for (let index = 0; index < Math.min(capture.length, 12); index++) {
      const { tree, context } = capture.dissect(index, packets, []);
      for (let row = 0; row < tree.length; row++) {
        const text = filterFor(tree.field(row), rowValue(tree, row));
        // Rows of another reading do not count as the packet's.
        if (tree.sources[tree.source(row)]?.alternative === true) continue;
        let filter = known.get(text);
        if (filter === undefined) {
          const compiled = compileFilter(text, catalogue);
          if ('fault' in compiled) {
            wrong.push(`${text}: ${compiled.fault.message}`);
            continue;
          }
          filter = compiled.filter;
          known.set(text, filter);
        }
        compared++;
        if (!filter.test(tree, context)) wrong.push(`${name} packet ${index + 1}: ${text.slice(0, 200)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(5000);
});
