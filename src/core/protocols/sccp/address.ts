import { semiOctetDigits } from '../../base/semi-octets.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, field } from '../../codec/field.ts';

const SPEC = 'ITU-T Q.713 3.4';
const SUBSYSTEMS: Readonly<Record<number, string>> = {
  1: 'SCCP management',
  5: 'MAP',
  6: 'HLR',
  7: 'VLR',
  8: 'MSC',
  9: 'EIR',
  146: 'CAP',
  147: 'gsmSCF',
  148: 'SIWF',
  149: 'SGSN',
  150: 'GGSN',
};

/** Fields of a party address, for `called` or `calling`. */
export function addressFields(side: 'called' | 'calling') {
  const party = side === 'called' ? 'Called party' : 'Calling party';
  const make = (name: string, type: Field['type'], label: string, doc: string, more: Partial<Field> = {}): Field =>
    field({
      filter: `sccp.${side}.${name}`,
      type,
      label,
      spec: SPEC,
      doc,
      ...more,
    });
  return {
    group: field({
      filter: `sccp.${side}`,
      type: 'group',
      label: `${party} address`,
      spec: SPEC,
      doc: 'Who the message is for, or from.',
    }),
    length: make('length', 'uint', 'Length', 'Octets of the address.'),
    national: make('ni', 'bool', 'National indicator', 'Reserved for national use.'),
    routing: make('ri', 'uint', 'Routing indicator', 'What the message is routed on.', {
      names: { 0: 'global title', 1: 'subsystem number' },
    }),
    titleKind: make('gti', 'uint', 'Global title indicator', 'Form of the global title.'),
    hasSubsystem: make('ssni', 'bool', 'Subsystem number indicator', '1 when a subsystem number is there.'),
    hasPoint: make('pci', 'bool', 'Point code indicator', '1 when a point code is there.'),
    point: make('pc', 'uint', 'Point code', 'Point code, least significant octet first.'),
    subsystem: make('ssn', 'uint', 'Subsystem number', 'Which application is meant.', { names: SUBSYSTEMS }),
    translation: make('tt', 'uint', 'Translation type', 'How the global title is to be translated.', { show: 'hex' }),
    plan: make('np', 'uint', 'Numbering plan', 'Plan that the digits belong to.', { show: 'hex' }),
    encoding: make('es', 'uint', 'Encoding scheme', 'Whether the number of digits is odd or even.', { show: 'hex' }),
    oddEven: make('oe', 'bool', 'Odd number of digits', '1 for an odd number of digits.'),
    nature: make('nai', 'uint', 'Nature of address', 'What the digits begin with.', { show: 'hex' }),
    digits: make('digits', 'text', 'Digits', 'Digits of the global title.'),
    rest: make('rest', 'bytes', 'Rest', 'Octets of the address that are not read.'),
  } as const;
}

export type AddressFields = ReturnType<typeof addressFields>;

/** Reads an address with its length; the window holds both. */
export function readAddress(cursor: Cursor, f: AddressFields): void {
  const row = cursor.open(f.group);
  const octets = cursor.uint(f.length, 8);
  const outer = cursor.enter(f.group, octets);
  if (cursor.octetsLeft > 0) {
    cursor.uint(f.national, 1);
    cursor.uint(f.routing, 1);
    const kind = cursor.uint(f.titleKind, 4);
    const hasSubsystem = cursor.uint(f.hasSubsystem, 1) === 1;
    const hasPoint = cursor.uint(f.hasPoint, 1) === 1;
    if (hasPoint) cursor.uintLittleEndian(f.point, 2);
    if (hasSubsystem) cursor.uint(f.subsystem, 8);
    if (cursor.octetsLeft > 0) readTitle(cursor, f, kind);
    if (cursor.octetsLeft > 0) cursor.octets(f.rest, cursor.octetsLeft);
  }
  cursor.leave(outer);
  cursor.close(row);
}

/** The global title in the form that its indicator says. */
function readTitle(cursor: Cursor, f: AddressFields, kind: number): void {
  if (kind === 0 || kind > 4) return;
  let odd = false;
  if (kind >= 2) cursor.uint(f.translation, 8);
  if (kind >= 3) {
    cursor.uint(f.plan, 4);
    odd = cursor.uint(f.encoding, 4) === 1;
  }
  if (kind === 1 || kind === 4) {
    const isOdd = cursor.uint(f.oddEven, 1) === 1;
    if (kind === 1) odd = isOdd;
    cursor.uint(f.nature, 7);
  }
  const octets = cursor.octetsLeft;
  if (octets === 0) return;
  const count = octets * 2 - (odd ? 1 : 0);
  const text = semiOctetDigits(cursor.bytes, cursor.at, cursor.at + octets, count);
  cursor.textAs(f.digits, octets, text);
  cursor.tree.setNote(cursor.tree.length - 1, `${count} digits`);
}
