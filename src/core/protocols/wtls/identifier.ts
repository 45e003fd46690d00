import type { Codec } from '../../codec/codec.ts';
import { field } from '../../codec/field.ts';
import { octets, uint } from '../../codec/leaves.ts';
import { sized } from './parts.ts';
import {
  CHARSETS,
  IDENTIFIER_BINARY,
  IDENTIFIER_KEY_HASH,
  IDENTIFIER_TEXT,
  IDENTIFIER_TYPES,
  IDENTIFIER_X509,
} from './values.ts';

const HASH_OCTETS = 20;

/** Who somebody is: nobody, a name, octets, the hash of a key or a distinguished name. */
export interface Identifier {
  readonly type: number;
  /** MIBenum of a textual name. */
  readonly charset?: number;
  /** The name; octets of the other kinds. */
  readonly value?: Uint8Array;
}

/** Filter names of an identifier's parts, which differ by its place. */
export interface IdentifierNames {
  readonly type: string;
  readonly charset: string;
  readonly size: string;
  readonly name: string;
  readonly octets: string;
}

/** An identifier; `whose` says for people whose it is. */
export function identifier(names: IdentifierNames, whose: string, spec: string): Codec<Identifier> {
  const meta = { spec } as const;
  const typeField = field({
    ...meta,
    filter: names.type,
    type: 'uint',
    label: 'Identifier type',
    names: IDENTIFIER_TYPES,
    doc: `Kind of the identifier of ${whose}.`,
  });
  const charsetField = field({
    ...meta,
    filter: names.charset,
    type: 'uint',
    label: 'Character set',
    names: CHARSETS,
    doc: `Character set (MIBenum) of the name of ${whose}.`,
  });
  const sizeField = field({
    ...meta,
    filter: names.size,
    type: 'uint',
    label: 'Identifier length',
    doc: `Octets of the identifier of ${whose}.`,
  });
  const nameField = field({
    ...meta,
    filter: names.name,
    type: 'text',
    label: 'Name',
    doc: `Name of ${whose}.`,
  });
  const octetsField = field({
    ...meta,
    filter: names.octets,
    type: 'bytes',
    label: 'Identifier',
    doc: `Octets that identify ${whose}.`,
  });
  const type = uint(typeField, 8);
  const charset = uint(charsetField, 16);
  const name = sized(sizeField, nameField, 8);
  const binary = sized(sizeField, octetsField, 8);
  const hash = octets(octetsField, HASH_OCTETS);
  const byType = (kind: number): Codec<Uint8Array> | undefined => {
    if (kind === IDENTIFIER_TEXT) return name;
    if (kind === IDENTIFIER_BINARY || kind === IDENTIFIER_X509) return binary;
    return kind === IDENTIFIER_KEY_HASH ? hash : undefined;
  };
  return {
    width: undefined,
    shape: { kind: 'bytes', field: octetsField, octets: undefined },
    fields: [typeField, charsetField, sizeField, nameField, octetsField],
    read(cursor) {
      const kind = type.read(cursor);
      const set = kind === IDENTIFIER_TEXT ? { charset: charset.read(cursor) } : {};
      const codec = cursor.failed ? undefined : byType(kind);
      return { type: kind, ...set, ...(codec === undefined ? {} : { value: codec.read(cursor) }) };
    },
    write(out, value) {
      type.write(out, value.type);
      if (value.type === IDENTIFIER_TEXT) charset.write(out, value.charset ?? 0);
      byType(value.type)?.write(out, value.value ?? new Uint8Array(0));
    },
  };
}
