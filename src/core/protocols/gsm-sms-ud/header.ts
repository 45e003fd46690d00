import { u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { elementName, isReservedElement } from './element-names.ts';
import { ELEMENTS, type ElementForm } from './elements.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';

/** What the elements of a user data header say; -1 where an element is missing. */
export interface Header {
  /** Octets of the header with its length octet; cut to the user data. */
  readonly octets: number;
  /** False when the header claims more octets than there are. */
  readonly whole: boolean;
  readonly destinationPort: number;
  readonly originatorPort: number;
  /** Octet where the ports begin, and octets of each. */
  readonly portsAt: number;
  readonly portOctets: number;
  readonly reference: number;
  /** Bits of the reference number. */
  readonly referenceBits: number;
  readonly total: number;
  readonly number: number;
  readonly concatenationAt: number;
  readonly singleShift: number;
  readonly lockingShift: number;
}

export const NO_HEADER: Header = {
  octets: 0,
  whole: true,
  destinationPort: -1,
  originatorPort: -1,
  portsAt: -1,
  portOctets: 0,
  reference: -1,
  referenceBits: 0,
  total: -1,
  number: -1,
  concatenationAt: -1,
  singleShift: 0,
  lockingShift: 0,
};

const PORTS_8 = 0x04;
const PORTS_16 = 0x05;
const CONCATENATION_8 = 0x00;
const CONCATENATION_16 = 0x08;
const SINGLE_SHIFT = 0x24;
const LOCKING_SHIFT = 0x25;

/** The values of the header at octet `start` of user data that end before octet `end`; of equal elements the last one counts. */
export function scanHeader(bytes: Uint8Array, start: number, end: number): Header {
  if (start >= end) return { ...NO_HEADER, whole: false };
  const wanted = start + 1 + bytes[start]!;
  const stop = Math.min(wanted, end);
  const header = { ...NO_HEADER, octets: stop - start, whole: wanted <= end };
  for (let at = start + 1; at + 2 <= stop; ) {
    const id = bytes[at]!;
    const size = bytes[at + 1]!;
    const data = at + 2;
    at = data + size;
    if (at > stop) break;
    if (id === CONCATENATION_8 && size >= 3) {
      header.reference = bytes[data]!;
      header.referenceBits = 8;
      header.total = bytes[data + 1]!;
      header.number = bytes[data + 2]!;
      header.concatenationAt = data;
    } else if (id === CONCATENATION_16 && size >= 4) {
      header.reference = u16(bytes, data);
      header.referenceBits = 16;
      header.total = bytes[data + 2]!;
      header.number = bytes[data + 3]!;
      header.concatenationAt = data;
    } else if (id === PORTS_8 && size >= 2) {
      header.destinationPort = bytes[data]!;
      header.originatorPort = bytes[data + 1]!;
      header.portsAt = data;
      header.portOctets = 1;
    } else if (id === PORTS_16 && size >= 4) {
      header.destinationPort = u16(bytes, data);
      header.originatorPort = u16(bytes, data + 2);
      header.portsAt = data;
      header.portOctets = 2;
    } else if (id === SINGLE_SHIFT && size >= 1) header.singleShift = bytes[data]!;
    else if (id === LOCKING_SHIFT && size >= 1) header.lockingShift = bytes[data]!;
  }
  return header;
}

/** True when the concatenation element names a part that can exist. */
export function isPart(header: Header): boolean {
  return header.number >= 1 && header.number <= header.total;
}

/** Makes the rows of the header at the cursor; gives its values. */
export function readHeader(cursor: Cursor): Header {
  const header = scanHeader(cursor.bytes, cursor.at, cursor.end >>> 3);
  const start = cursor.bit;
  const row = cursor.open(f.header);
  const length = cursor.uint(f.headerLength, 8);
  const cut = isCut(cursor);
  if (!cursor.failed && !header.whole && !cut) {
    cursor.find(RULES['SMS-020'], `the header has ${length} octets, ${cursor.octetsLeft} are left`, start, cursor.end);
  }
  const outer = cursor.end;
  if (!cursor.failed) cursor.end = start + header.octets * 8;
  const seen = new Set<string>();
  while (cursor.left > 0 && readElement(cursor, seen, cut));
  if (header.concatenationAt >= 0 && !isPart(header)) {
    const at = header.concatenationAt * 8;
    cursor.find(
      RULES['SMS-024'],
      `part ${header.number} of ${header.total}: shown as a message of its own`,
      at,
      at + header.referenceBits + 16,
    );
  }
  const { end } = cursor;
  cursor.leave(outer);
  cursor.tree.close(row, end);
  return header;
}

/** True when what lies behind the window is missing because the capture cut it off. */
function isCut(cursor: Cursor): boolean {
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  return (cut && cursor.end === bytes.length * 8) || cursor.end === cursor.cutAt;
}

function readElement(cursor: Cursor, seen: Set<string>, cut: boolean): boolean {
  const start = cursor.bit;
  const id = cursor.peek(8) ?? 0;
  const size = cursor.peek(8, 8);
  const row = cursor.open(f.element);
  cursor.tree.setNote(row, elementName(id) ?? 'unknown');
  cursor.uint(f.elementId, 8);
  if (size === undefined || size > cursor.octetsLeft - 1) {
    const message =
      size === undefined
        ? 'one octet is left, too few for an element'
        : `the element has ${size} octets, ${cursor.octetsLeft - 1} are left of the header`;
    if (!cut) cursor.find(RULES['SMS-021'], message, start, cursor.end);
    if (size !== undefined) cursor.uint(f.elementLength, 8);
    if (cursor.octetsLeft > 0) cursor.octets(f.elementData, cursor.octetsLeft);
    cursor.close(row);
    return false;
  }
  cursor.uint(f.elementLength, 8);
  const outer = cursor.enter(f.elementData, size);
  const form = ELEMENTS.get(id);
  if (form !== undefined) readParts(cursor, form, id, size, start);
  if (cursor.octetsLeft > 0) cursor.octets(f.elementData, cursor.octetsLeft);
  cursor.leave(outer);
  cursor.close(row);
  if (isReservedElement(id)) {
    cursor.find(RULES['SMS-031'], `element 0x${id.toString(16).padStart(2, '0')} is reserved`, start, start + 8);
  }
  const kind = kindOf(id);
  if (kind !== undefined && seen.has(kind)) {
    cursor.find(RULES['SMS-023'], `the header names ${kind} again: this one counts`, start, cursor.bit);
  }
  if (kind !== undefined) seen.add(kind);
  return true;
}

function kindOf(id: number): string | undefined {
  if (id === PORTS_8 || id === PORTS_16) return 'ports';
  if (id === CONCATENATION_8 || id === CONCATENATION_16) return 'concatenation';
  return undefined;
}

function readParts(cursor: Cursor, form: ElementForm, id: number, size: number, start: number): void {
  const { min, max } = form;
  if (size < min || size > max) {
    const right = min === max ? String(min) : `${min} to ${max}`;
    const message = `element 0x${id.toString(16).padStart(2, '0')} has ${size} octets, ${right} would be right`;
    cursor.find(RULES['SMS-022'], message, start + 8, start + 16);
    if (size < min) return;
  }
  for (const part of form.parts) {
    if (cursor.left === 0) return;
    if ('rest' in part) cursor.octets(part.field, cursor.octetsLeft);
    else if ('bits' in part) cursor.uint(part.field, part.bits);
    else {
      const value = cursor.peek(8) ?? 0;
      const row = cursor.open(part.group);
      for (const { field, bits } of part.parts) cursor.uint(field, bits);
      cursor.close(row);
      cursor.tree.setNum(row, value);
    }
  }
}
