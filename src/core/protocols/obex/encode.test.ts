import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../base/bytes.ts';
import { checkTiling, dissectAll, findingTexts, values } from '../../testing/packets.ts';
import { createRegistry } from '../index.ts';
import { obexPut } from './encode.ts';

const REGISTRY = createRegistry();
const text = (size: number) => new Uint8Array(size).fill(0x2e);

describe('obexPut', () => {
  it('sends what fits in one final PUT, with the answers of a server', () => {
    const turns = obexPut({
      type: 'text/plain',
      name: 'a.txt',
      object: text(50),
      headers: [
        { id: 0xc5, number: 9 },
        { id: 0x97, number: 1 },
      ],
    });
    expect(turns.map(({ what }) => what)).toEqual([
      ...['CONNECT', 'CONNECT, answer', 'PUT, final', 'PUT, final, answer', 'DISCONNECT', 'DISCONNECT, answer'],
    ]);
    for (const { tree } of dissectAll(
      REGISTRY,
      'obex',
      turns.map(({ bytes }) => bytes),
    )) {
      checkTiling(tree);
      expect(findingTexts(tree)).toEqual([]);
    }
  });

  it.each([255, 300, 1024])('cuts an object into packets of %d octets', (maximum) => {
    const object = text(2000);
    const turns = obexPut({ type: 'text/plain', object, maximum, connectionId: 1 });
    const asked = turns.filter(({ from }) => from === 'client');
    for (const { bytes } of asked) expect(bytes.length).toBeLessThanOrEqual(maximum);
    const puts = asked.filter(({ what }) => what.startsWith('PUT'));
    expect(puts.map(({ what }) => what).at(-1)).toBe('PUT, final');
    expect(puts.length).toBeGreaterThan(1);
    for (const { tree } of dissectAll(
      REGISTRY,
      'obex',
      asked.map(({ bytes }) => bytes),
    )) {
      checkTiling(tree);
      expect(findingTexts(tree)).toEqual([]);
    }
  });

  it('leaves an empty name empty and ends the type with a zero octet', () => {
    const put = obexPut({ type: 'a/b', name: '', object: text(1) })[2];
    const [one] = dissectAll(REGISTRY, 'obex', [put?.bytes ?? text(0)]);
    expect(one === undefined ? [] : values(one.tree, 'obex.header.value.type')).toHaveLength(0);
    expect(fromUtf8(put?.bytes.subarray(3, 13) ?? text(0))).toBeDefined();
  });
});
