import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { checkTiling } from '../testing/packets.ts';
import { encode, type InputOf, type ValueOf } from './codec.ts';
import { Cursor } from './cursor.ts';
import { layout } from './layout.ts';
import { restText } from './leaves.ts';
import { Tree } from './tree.ts';
import { rowValue } from './value.ts';

const flags = layout('demo')
  .bits('first', 1, { label: 'First' })
  .bits('second', 2, { label: 'Second' })
  .bits('third', 5, { label: 'Third' });

const demo = layout('demo')
  .bits('version', 4, { label: 'Version' })
  .auto('nameLength', 4, { label: 'Name length' })
  .field('flags', flags, { label: 'Flags', type: 'uint', filter: 'demo.flags' })
  .octets('name', (before) => before.nameLength, { label: 'Name', type: 'text' })
  .when('extra', (before) => before.version === 2, layout('demo').bits('extraNumber', 16, { label: 'Extra' }))
  .field('rest', restText({ filter: 'demo.rest', type: 'text', label: 'Rest' }))
  .derive((draft: { readonly name: Uint8Array }) => ({ nameLength: draft.name.length }));

function decode(bytes: Uint8Array): { value: ValueOf<typeof demo>; tree: Tree; cursor: Cursor } {
  const tree = new Tree();
  tree.addSource({ label: 'Frame', bytes, cut: false });
  const cursor = new Cursor(tree, 0);
  const value = demo.read(cursor);
  return { value, tree, cursor };
}

describe('a layout', () => {
  test('reads what stands there and makes a row of each field', () => {
    const { value, tree } = decode(Uint8Array.of(0x12, 0b1_01_00011, 0x61, 0x62, 0x63));
    expect(value).toEqual({
      version: 1,
      nameLength: 2,
      flags: { first: 1, second: 1, third: 3 },
      name: Uint8Array.of(0x61, 0x62),
      rest: 'c',
    });
    checkTiling(tree);
    const rows = Array.from({ length: tree.length }, (_, row) => [tree.field(row).filter, rowValue(tree, row)]);
    expect(rows).toEqual([
      ['demo.version', 1],
      ['demo.name_length', 2],
      ['demo.flags', 0b1010_0011],
      ['demo.first', 1],
      ['demo.second', 1],
      ['demo.third', 3],
      ['demo.name', 'ab'],
      ['demo.rest', 'c'],
    ]);
  });

  test('writes what it reads', () => {
    fc.assert(
      fc.property(
        fc.record({
          version: fc.constantFrom(1, 2),
          flags: fc.record({ first: fc.nat(1), second: fc.nat(3), third: fc.nat(31) }),
          name: fc.uint8Array({ maxLength: 15 }),
          rest: fc.string(),
        }),
        fc.nat(0xffff),
        (draft, extraNumber) => {
          const full = draft.version === 2 ? { ...draft, extra: { extraNumber } } : draft;
          const { value, cursor } = decode(encode(demo, full));
          expect(cursor.failed).toBe(false);
          expect(value).toEqual({ ...full, nameLength: draft.name.length });
        },
      ),
    );
  });

  test('keeps a computed field that is given, even a wrong one', () => {
    const bytes = encode(demo, {
      version: 1,
      nameLength: 9,
      flags: { first: 0, second: 0, third: 0 },
      name: Uint8Array.of(1),
      rest: '',
    });
    expect(bytes[0]).toBe(0x19);
  });

  test('reads single fields at their fixed places without rows', () => {
    const header = layout('h')
      .bits('a', 8, { label: 'A' })
      .bits('b', 16, { label: 'B' })
      .bits('c', 3, { label: 'C' })
      .bits('d', 5, { label: 'D' });
    const bytes = Uint8Array.of(0xee, 1, 2, 3, 0b010_00111);
    expect((['a', 'b', 'c', 'd'] as const).map((key) => header.getter(key)(bytes, 8))).toEqual([1, 0x0203, 2, 7]);
    expect(header.width).toBe(32);
    expect(() => demo.getter('rest')).toThrow(/no fixed place/);
  });

  test('stops at what is missing', () => {
    const { value, cursor, tree } = decode(Uint8Array.of(0x15, 0, 0x61));
    expect(cursor.failed).toBe(true);
    expect(value.version).toBe(1);
    expect(tree.findings).toHaveLength(1);
  });

  test('names its fields and their forms', () => {
    expect(demo.fields.map(({ filter }) => filter)).toEqual([
      'demo.version',
      'demo.name_length',
      'demo.flags',
      'demo.first',
      'demo.second',
      'demo.third',
      'demo.name',
      'demo.extra_number',
      'demo.rest',
    ]);
    expect(demo.shape.kind).toBe('layout');
  });

  test('has types that follow from the declaration', () => {
    expectTypeOf<ValueOf<typeof demo>['flags']['first']>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof demo>['name']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<InputOf<typeof demo>['nameLength']>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error a field that is not declared
    expect(() => demo.getter('nothing')).toThrow();
    expect(() => layout('x').bits('a', 1, { label: 'A' }).bits('a', 1, { label: 'A' })).toThrow(/twice/);
  });
});

const fixed = layout('demo')
  .bits('version', 4, { label: 'Version' })
  .field('flags', flags, { label: 'Flags', type: 'uint', filter: 'demo.flags' })
  .bits('odd', 12, { label: 'Odd' })
  .field('wide', layout('demo').bits('a', 32, { label: 'A' }).bits('b', 32, { label: 'B' }), {
    label: 'Wide',
    type: 'uint',
  })
  .field(
    'inner',
    layout('demo').field('flags', flags, { label: 'Flags', type: 'group' }).bits('last', 8, { label: 'Last' }),
  )
  .octets('address', 4, { label: 'Address', type: 'ipv4' });

test('lays the rows of a record of fixed widths as reading does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), fc.integer({ min: 0, max: 9 }), (bytes, bit) => {
      const [read, laid] = [true, false].map((reads) => {
        const tree = new Tree();
        tree.addSource({ label: 'Frame', bytes, cut: false });
        const cursor = new Cursor(tree, 0, Math.min(bit, bytes.length * 8));
        const fits = reads ? fixed.read(cursor).address !== undefined && !cursor.failed : fixed.lay(cursor);
        if (!fits) return 'does not fit';
        const at = cursor.bit;
        tree.finish();
        checkTiling(tree);
        return {
          at,
          rows: Array.from({ length: tree.length }, (_, row) => [
            tree.field(row),
            tree.start(row),
            tree.end(row),
            tree.endRow(row),
            tree.source(row),
            tree.num(row),
          ]),
        };
      });
      expect(laid).toEqual(read);
    }),
  );
});

test('lays no rows of a record whose fields vary', () => {
  const tree = new Tree();
  tree.addSource({ label: 'Frame', bytes: new Uint8Array(40), cut: false });
  expect(() => demo.lay(new Cursor(tree, 0))).toThrow('not all fields have fixed widths');
});
