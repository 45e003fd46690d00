import { expect, test } from 'vitest';
import { fromLatin1, toUtf8 } from '../../base/bytes.ts';
import type { Carried } from './carried.ts';
import { InOrder } from './in-order.ts';
import { Said, type Side } from './said.ts';

const LAST = 0xffffffff;

function segment(sequence: number | undefined, text: string, more: Partial<Carried> = {}): Carried {
  return { octets: toUtf8(text), cutOff: 0, sequence, acknowledged: undefined, isOpening: false, ...more };
}

/** What is said of segments that are taken one after the other, each by its place as the packet: `side:text`, `side:-missing`, `new`. */
function saidOf(segments: readonly (readonly [Side, Carried])[]): readonly string[] {
  const said = new Said();
  const order = new InOrder(said);
  for (const [packet, [side, carried]] of segments.entries()) order.take(side, packet, carried);
  order.finish();
  return Array.from({ length: said.length }, (_, piece) => {
    const kind = said.kind(piece);
    if (kind === 'opening') return `new in ${said.packet(piece)}`;
    if (kind === 'missing') return `${said.side(piece)}:-${said.sizeOf(piece)}`;
    const from = said.from(piece);
    return `${said.side(piece)}:${fromLatin1(said.octets(from, from + said.sizeOf(piece)))}@${said.offset(piece)} in ${said.packet(piece)}`;
  });
}

test('octets stand in the order of their numbers, which wrap', () => {
  expect(
    saidOf([
      [0, segment(LAST - 1, 'abc')],
      [0, segment(3, 'fg')],
      [1, segment(100, 'x')],
      [0, segment(1, 'de')],
    ]),
  ).toEqual(['0:abc@0 in 0', '1:x@0 in 2', '0:de@3 in 3', '0:fg@5 in 1']);
});

test('what came before is shown once, also where it overlaps', () => {
  expect(
    saidOf([
      [0, segment(10, 'abcd')],
      [0, segment(10, 'abcd')],
      [0, segment(12, 'cdef')],
      [0, segment(9, 'z')],
    ]),
  ).toEqual(['0:abcd@0 in 0', '0:ef@4 in 2']);
});

test('a hole stays one when its octets are acknowledged, or at the end', () => {
  expect(
    saidOf([
      [0, segment(0, 'ab')],
      [0, segment(5, 'f')],
      [1, segment(0, 'y', { acknowledged: 5 })],
      [1, segment(1, 'n', { acknowledged: 6 })],
      [0, segment(8, 'i')],
    ]),
  ).toEqual(['0:ab@0 in 0', '0:-3', '0:f@5 in 1', '1:y@0 in 2', '1:n@1 in 3', '0:-2', '0:i@8 in 4']);
});

test('an opening segment takes a number, and another one begins another connection', () => {
  const syn = { isOpening: true };
  expect(
    saidOf([
      [0, segment(99, '', syn)],
      [1, segment(7, '', syn)],
      [0, segment(99, '', syn)],
      [0, segment(100, 'a')],
      [0, segment(99, '', syn)],
      [0, segment(5000, '', syn)],
      [1, segment(9000, '', syn)],
      [1, segment(9001, 'c')],
      [0, segment(5001, 'b')],
    ]),
  ).toEqual(['0:a@0 in 3', 'new in 5', '1:c@0 in 7', '0:b@1 in 8']);
});

test('data from nowhere near are of another connection', () => {
  expect(
    saidOf([
      [0, segment(0x40000000, 'a')],
      [0, segment(5, 'b')],
      [0, segment(6, 'c')],
    ]),
  ).toEqual(['0:a@0 in 0', 'new in 1', '0:b@1 in 1', '0:c@2 in 2']);
});

test('what the capture cut off is missing, until it comes once more', () => {
  expect(
    saidOf([
      [0, segment(0, 'ab', { cutOff: 3 })],
      [0, segment(5, 'f')],
    ]),
  ).toEqual(['0:ab@0 in 0', '0:-3', '0:f@5 in 1']);
});

test('datagrams stand for themselves', () => {
  expect(
    saidOf([
      [1, segment(undefined, 'ab')],
      [1, segment(undefined, 'ab', { cutOff: 2 })],
    ]),
  ).toEqual(['1:ab@0 in 0', '1:ab@2 in 1', '1:-2']);
});

test('a hole is given up when a thousand segments wait behind it', () => {
  const early = Array.from({ length: 1100 }, (_, i) => [0, segment(10 + i, 'x')] as const);
  const said = saidOf([[0, segment(0, 'a')], ...early]);
  expect(said.slice(0, 3)).toEqual(['0:a@0 in 0', '0:-9', '0:x@10 in 1']);
  expect(said).toHaveLength(1102);
});
