import { describe, expect, test } from 'vitest';
import { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import { Tree } from '../codec/tree.ts';
import { frameInfo } from '../testing/packets.ts';
import { createCaptureState } from './capture-state.ts';
import { Context } from './context.ts';
import { dissectPacket } from './dissect-packet.ts';
import { type Dissector, Registry } from './registry.ts';

const field: Field = { filter: 'loop', type: 'protocol', label: 'Loop' };

function named(id: string, dissect: Dissector['dissect'] = () => undefined): Dissector {
  return { id, name: id.toUpperCase(), dissect };
}

describe('the registry', () => {
  test('says how likely octets are of one dissector', () => {
    const table = new Registry().table('udp.port');
    const [one, other] = ['one', 'other'].map((id) => named(id));
    table.guessIn({ dissector: one!, guess: () => 0.2 });
    table.guessIn({ dissector: one!, guess: () => 0.3 });
    table.guessIn({ dissector: other!, guess: () => 0.9 });
    expect(table.likely(one, new Uint8Array(1), 0, 1)).toBe(0.3);
    expect(table.likely(undefined, new Uint8Array(1), 0, 1)).toBe(0);
  });

  test('chooses the exact key, then the likeliest guess above one half, and says which', () => {
    const registry = new Registry();
    const [exact, weak, strong, users] = ['exact', 'weak', 'strong', 'users'].map((id) => named(id));
    registry.bind('udp.port', 5, exact!);
    registry.guessIn('udp.port', { dissector: weak!, guess: (b) => (b.length > 0 ? 0.4 : 0.55) });
    registry.guessIn('udp.port', { dissector: strong!, guess: (b) => (b.length > 1 ? 0.8 : 0) });
    const choose = (port: number, size: number) => registry.choose('udp.port', port, new Uint8Array(size), 0, size);
    expect(choose(5, 9)).toEqual({ dissector: exact, chosenBy: 'udp.port 5' });
    expect(choose(6, 2)).toEqual({ dissector: strong, chosenBy: 'guess 0.80' });
    expect(choose(6, 1)).toBeUndefined();
    expect(choose(6, 0)).toEqual({ dissector: weak, chosenBy: 'guess 0.55' });
    registry.table('udp.port').override(
      new Map([
        [5, users!],
        [7, users!],
      ]),
    );
    expect(choose(5, 2)).toEqual({ dissector: users, chosenBy: 'decode as (udp.port 5)' });
    expect(choose(7, 2)?.dissector).toBe(users);
    expect(
      registry
        .table('udp.port')
        .candidates(new Uint8Array(2))
        .map(({ dissector }) => dissector.id),
    ).toEqual(['strong', 'weak']);
  });

  test('finds by number what is bound to it, whatever the number is and however many there are', () => {
    const table = new Registry().table('udp.port');
    const keys = [
      0,
      1,
      255,
      2948,
      65_535,
      65_536,
      2 ** 32,
      -1,
      1.5,
      ...Array.from({ length: 300 }, (_, i) => 10_000 + 3 * i),
    ];
    const all = keys.map((key) => named(String(key)));
    for (const [i, key] of keys.entries()) table.bind(key, all[i]!);
    expect(keys.map((key) => table.get(key))).toEqual(all);
    table.bind(77, all[3]!);
    expect(table.get(77)).toBe(all[3]);
    const others = [2, 2947, 65_534, 65_537, -2, 0.5, Number.NaN, 10_001, 10_002];
    expect(others.map((key) => table.get(key))).toEqual(others.map(() => undefined));
    table.override(new Map([[2948, all[0]!]]));
    expect([table.get(2948), table.get(255), table.get(2)]).toEqual([all[0], all[2], undefined]);
    table.override(new Map());
    expect(table.get(2948)).toBe(all[3]);
  });

  test('refuses two protocols for one key', () => {
    const registry = new Registry();
    registry.bind('eth.type', 0x800, named('a'));
    expect(() => registry.bind('eth.type', 0x800, named('b'))).toThrow(/bound twice/);
  });

  test('gives each protocol a number, and the protocol of a number', () => {
    const registry = new Registry();
    const a = registry.protocol(named('a'), []);
    const b = registry.protocol(named('b'), []);
    expect(registry.protocol(named('a'), [])).toBe(a);
    expect([registry.protocolNumber('b'), registry.protocolNumber('none')]).toEqual([b, 0]);
    expect(registry.protocolByNumber(b)?.id).toBe('b');
    expect(registry.protocolByNumber(99)).toBeUndefined();
  });
});

function packet(registry: Registry, bytes = new Uint8Array(4)) {
  return dissectPacket({
    registry,
    frame: frameInfo({ table: 'layer', key: 'frame' }, bytes.length),
    bytes,
    state: createCaptureState(),
  });
}

describe('a packet', () => {
  test('that nests without end is cut off with a finding', () => {
    const registry = new Registry();
    const loop = named('loop', (cursor, context) => {
      const row = cursor.open(field);
      context.next('layer', 'frame', cursor);
      cursor.close(row);
    });
    registry.bind('layer', 'frame', loop);
    const { tree } = packet(registry);
    expect(tree.findings.map(({ rule }) => rule.id)).toEqual(['X-DEPTH']);
    expect(tree.length).toBeLessThan(100);
  });

  test('survives a fault of a dissector: what was read stays, the rest is undecoded', () => {
    const registry = new Registry();
    const byte: Field = { filter: 'loop.byte', type: 'uint', label: 'Byte' };
    registry.bind(
      'layer',
      'frame',
      named('bad', (cursor) => {
        cursor.uint(byte, 8);
        throw new Error('our fault');
      }),
    );
    const { tree } = packet(registry);
    expect(tree.findings.map(({ rule, message }) => [rule.id, message])).toEqual([
      ['X-INTERNAL', 'internal error: Error: our fault'],
    ]);
    expect(Array.from({ length: tree.length }, (_, row) => tree.field(row).filter)).toEqual(['loop.byte', 'data.data']);
  });

  test('ends a failure at the protocol that had it', () => {
    const registry = new Registry();
    const byte: Field = { filter: 'loop.byte', type: 'uint', label: 'Byte' };
    const inner = named('inner', (cursor) => {
      cursor.uint(byte, 64);
    });
    let failedAfter = true;
    registry.bind('layer', 'inner', inner);
    registry.bind(
      'layer',
      'frame',
      named('outer', (cursor, context) => {
        context.next('layer', 'inner', cursor);
        failedAfter = cursor.failed;
      }),
    );
    packet(registry);
    expect(failedAfter).toBe(false);
  });
});

test('a reassembled message is put together from the packets that are at hand', () => {
  const tree = new Tree();
  tree.addSource({ label: 'Frame', bytes: new Uint8Array(2), cut: false });
  const frames = [Uint8Array.of(9, 1, 2), Uint8Array.of(8, 8, 3, 4)];
  const context = new Context({
    frame: frameInfo({ table: 'layer', key: 'x' }, 2),
    tree,
    secrets: [],
    state: createCaptureState(),
    choose: () => undefined,
    frameBytes: (index) => frames[index],
  });
  const piece = (frame: number, at: number, offset: number) => ({ frame, at, size: 2, offset, bytes: undefined });
  const joined = { key: 'k', pieces: [piece(0, 1, 0), piece(1, 2, 2)], size: 4, frame: 1, notes: [] };
  expect(context.joinedBytes(joined)).toEqual(Uint8Array.of(1, 2, 3, 4));
  expect(context.joinedBytes({ ...joined, pieces: [piece(0, 1, 0), piece(5, 2, 2)] })).toBeUndefined();
  expect(context.next('layer', 'x', new Cursor(tree, 0))).toBe(false);
});
