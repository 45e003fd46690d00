/** One element of the basic encoding rules (ITU-T X.690). Octet positions. */
export interface Element {
  /** First octet of the tag; others of a long tag are not looked at. */
  readonly tag: number;
  readonly at: number;
  /** Where the length begins. */
  readonly lengthAt: number;
  /** Where the content begins. */
  readonly contentAt: number;
  /** Behind the content. */
  readonly end: number;
  /** Behind the element; two octets further than `end` for an element of indefinite length. */
  readonly next: number;
}

const MAX_DEPTH = 24;
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
const MAX_LENGTH_OCTETS = 3;

export function isConstructed(element: Element): boolean {
  return (element.tag & CONSTRUCTED) !== 0;
}

/** The element at `at` that ends before `end`; undefined when none fits there. */
export function readElement(bytes: Uint8Array, at: number, end: number, depth = 0): Element | undefined {
  if (at + 2 > end || depth > MAX_DEPTH) return undefined;
  const tag = bytes[at]!;
  let lengthAt = at + 1;
  if ((tag & LONG_TAG) === LONG_TAG) {
    while (lengthAt < end && (bytes[lengthAt]! & 0x80) !== 0) lengthAt++;
    lengthAt++;
  }
  if (lengthAt >= end) return undefined;
  const first = bytes[lengthAt]!;
  if (first === INDEFINITE) {
    if ((tag & CONSTRUCTED) === 0) return undefined;
    let inner = lengthAt + 1;
    while (inner + 2 <= end && (bytes[inner] !== 0 || bytes[inner + 1] !== 0)) {
      const child = readElement(bytes, inner, end, depth + 1);
      if (child === undefined) return undefined;
      inner = child.next;
    }
    if (inner + 2 > end) return undefined;
    return { tag, at, lengthAt, contentAt: lengthAt + 1, end: inner, next: inner + 2 };
  }
  let contentAt = lengthAt + 1;
  let length = first;
  if (first > INDEFINITE) {
    const octets = first & 0x7f;
    if (octets > MAX_LENGTH_OCTETS || contentAt + octets > end) return undefined;
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes[contentAt + i]!;
    contentAt += octets;
  }
  const stop = contentAt + length;
  return stop > end ? undefined : { tag, at, lengthAt, contentAt, end: stop, next: stop };
}

/** Elements from `at` on, as far as they fit. */
export function elementsOf(bytes: Uint8Array, at: number, end: number): Element[] {
  const out: Element[] = [];
  while (at < end) {
    const element = readElement(bytes, at, end);
    if (element === undefined) break;
    out.push(element);
    at = element.next;
  }
  return out;
}

/** Value of an INTEGER of up to four octets, unsigned. */
export function integerOf(bytes: Uint8Array, element: Element): number {
  let value = 0;
  for (let at = element.contentAt; at < Math.min(element.end, element.contentAt + 4); at++)
    value = value * 256 + bytes[at]!;
  return value;
}
