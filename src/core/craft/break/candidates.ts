import { toHex } from '../../base/bytes.ts';
import type { CraftNode } from '../views.ts';
import {
  type Change,
  cutBefore,
  octetsBehind,
  removeItem,
  repeatItem,
  setItem,
  stepsOf,
  swapWithNext,
} from './json-edit.ts';

/** A change that may break a rule, and what it does, for people. */
export interface Candidate {
  readonly what: string;
  /** Ways to make it: the first that can be built is taken. */
  readonly changes: readonly Change[];
  /** Node that is changed. */
  readonly path: string;
  /** How far the message is bent: gentler changes are tried first, so that they stand for the rule. */
  readonly force: number;
}

const FORCE = { value: 0, part: 1, order: 2, more: 3, cut: 4 } as const;

/** Bits of a number that are flipped one by one; wider ones are changed as a whole only. */
const MOST_FLIPPED = 32;
const MOST_NAMED = 64;

/**
 * Changes of single nodes that are worth a try, simple ones first: other values, other lengths, parts left out, repeated and
 * exchanged, octets added. What is worked out stays worked out, so that a change breaks as little else as it can.
 */
export function candidatesOf(
  nodes: readonly CraftNode[],
  bytes: Uint8Array,
  label: (node: CraftNode) => string,
): readonly Candidate[] {
  const out: Candidate[] = [];
  for (const [place, node] of nodes.entries()) {
    const name = label(node);
    const add = (force: keyof typeof FORCE, what: string, ...changes: readonly Change[]): number =>
      out.push({ what: `${name}: ${what}`, changes, path: node.path, force: FORCE[force] });
    const set = (what: string, ...values: readonly unknown[]): number =>
      add('value', what, ...values.map((value) => setItem(node.path, value)));
    switch (node.kind) {
      case 'uint':
      case 'bool':
        for (const [value, what] of otherNumbers(node, bytes)) {
          set(what, value, { value, bits: node.end - node.start });
        }
        break;
      case 'text':
        for (const [value, what] of otherTexts(node.text)) set(what, value);
        set('octets that are no UTF-8', { hex: 'fffe' });
        break;
      case 'bytes':
      case 'address':
        for (const [hex, what] of otherOctets(node, bytes)) set(what, { hex });
        break;
      case 'group':
        // Half of a header: what is worked out of the whole group could not be without its rest.
        if (node.end - node.start > 8 && node.start % 8 === 0) {
          const first = toHex(bytes.slice(node.start / 8, node.start / 8 + 1));
          add('cut', 'cut off behind its first octet', cutBefore(node.path, first));
        }
        break;
      case 'document':
      case 'layer':
        break;
    }
    add('part', 'left out', removeItem(node.path));
    if (isInList(node.path)) {
      add('cut', 'cut off, with all behind it', cutBefore(node.path));
      add('part', 'repeated', repeatItem(node.path));
      if (nextSibling(nodes, place)) add('order', 'exchanged with what follows', swapWithNext(node.path));
      add('more', 'an octet too many behind it', octetsBehind(node.path, '00'));
      add('more', 'four octets too many behind it', octetsBehind(node.path, '61626364'));
    }
  }
  return out.sort((a, b) => a.force - b.force);
}

const isInList = (path: string): boolean => stepsOf(path).length > 2;

function nextSibling(nodes: readonly CraftNode[], place: number): boolean {
  const node = nodes[place];
  if (node === undefined) return false;
  const next = nodes.slice(place + 1).find(({ depth }) => depth <= node.depth);
  return next?.depth === node.depth;
}

function otherNumbers({ start, end, choices, max }: CraftNode, bytes: Uint8Array): ReadonlyMap<number, string> {
  const width = end - start;
  const out = new Map<number, string>();
  if (width <= 0 || width > 53) return out;
  const now = numberAt(bytes, start, end);
  const top = Math.min(max ?? Number.POSITIVE_INFINITY, 2 ** width - 1);
  const add = (value: number): void => {
    if (value >= 0 && value <= top && value !== now) out.set(value, String(value));
  };
  for (const value of [0, now + 1, now - 1, 1, top, top - 1]) add(value);
  for (let bit = 0; bit < width && width <= MOST_FLIPPED; bit++) add(flipped(now, bit));
  for (const { value, name } of (choices ?? []).slice(0, MOST_NAMED)) {
    if (value >= 0 && value <= top && value !== now) out.set(value, `${value} (${name})`);
  }
  // Small numbers are often codes: any may be one that is reserved.
  if (width <= 8) for (let value = 0; value <= top; value += value < 16 ? 1 : 17) add(value);
  return out;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let bit = start; bit < end; bit++) value = value * 2 + (((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1);
  return value;
}

const flipped = (value: number, bit: number): number =>
  Math.floor(value / 2 ** bit) % 2 === 1 ? value - 2 ** bit : value + 2 ** bit;

function otherTexts(text: string): readonly (readonly [string, string])[] {
  const long = (length: number): readonly [string, string] => [
    text.padEnd(length, 'x').slice(0, length),
    `${length} characters`,
  ];
  const all: readonly (readonly [string, string])[] = [
    ['', 'empty'],
    [`${text}x`, 'one character more'],
    [text.slice(0, -1), 'one character less'],
    [`x${text}`, 'another first character'],
    [`${text}\u0001`, 'a control character'],
    [`${text}e\u0301`, 'a letter that is not composed'],
    [`${text}\u00e9`, 'a letter beyond ASCII'],
    [` ${text}`, 'a space before it'],
    [`${text}\n`, 'a line end behind it'],
    [text.toUpperCase(), 'in capitals'],
    [text.replace(/\d+/, (digits) => String(Number(digits) + 1)), 'another number'],
    long(65),
    long(256),
    long(257),
    long(1025),
  ];
  return all.filter(([value]) => value !== text);
}

function otherOctets({ start, end }: CraftNode, bytes: Uint8Array): readonly (readonly [string, string])[] {
  const now = bytes.slice(start >>> 3, end >>> 3);
  const flippedFirst = now.map((octet, i) => (i === 0 ? octet ^ 0x80 : octet));
  const flippedLast = now.map((octet, i) => (i === now.length - 1 ? octet ^ 1 : octet));
  const all: readonly (readonly [Uint8Array, string])[] = [
    [now.slice(0, 0), 'empty'],
    [now.slice(0, -1), 'one octet less'],
    [now.slice(0, now.length >>> 1), 'half of it'],
    [new Uint8Array(now.length), 'zeros'],
    [flippedFirst, 'its first bit flipped'],
    [flippedLast, 'its last bit flipped'],
    [Uint8Array.of(...now.slice(0, 4096), 0), 'one octet more'],
  ];
  const seen = new Set([toHex(now)]);
  return all.flatMap(([octets, what]) => {
    const hex = toHex(octets);
    if (seen.has(hex)) return [];
    seen.add(hex);
    return [[hex, what] as const];
  });
}
