import { largest, NUMBER_ENCODINGS, TEXT_ENCODINGS } from '../codec/encodings.ts';
import type { Field } from '../codec/field.ts';
import { isNumber } from './form-nodes.ts';
import type { Names } from './names.ts';

/** JSON schema (draft 7), as far as it is used here; `enumDescriptions` is what editors show beside values. */
export interface Schema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Named values that stand in the schema of one field. */
const MOST_NAMED = 128;

const reference = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const AUTO: Schema = { const: 'auto', description: 'Worked out from the rest of the packet.' };

/**
 * The schema of descriptions, from the declarations of all fields. In a layer the editor offers the layer's own fields;
 * fields of others (content, shared parts) may stand there too and are checked when the packet is built.
 */
export function descriptionSchema(names: Names): Schema {
  const layers = names.layers;
  const definitions: Record<string, Schema> = { ...SHARED };
  const properties: Record<string, Schema> = {};
  for (const layer of layers) {
    const field = names.field(layer, layer);
    if (field === undefined) continue;
    properties[layer] = {
      description: explained(field),
      anyOf: [listOf(layer), reference('document'), reference('octets')],
    };
    definitions[inside(layer)] = oneMember(
      Object.fromEntries(
        names
          .fieldsOf(layer)
          .filter(({ filter, type }) => filter !== layer && type !== 'protocol')
          .map((each) => [each.filter, fieldSchema(each, layer, names)]),
      ),
    );
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    description: 'A packet: where it starts, and its layers with their fields.',
    type: 'object',
    required: ['start', 'layers'],
    additionalProperties: false,
    properties: {
      start: {
        description: 'Where the packet starts: a layer, a link type of capture files, or a media type.',
        anyOf: [
          { enum: [...names.registry.table('layer').keys()].sort() },
          { type: 'object', required: ['link'], properties: { link: COUNT }, additionalProperties: false },
          { type: 'object', required: ['media'], properties: { media: TEXT }, additionalProperties: false },
        ],
      },
      time: { ...TEXT, description: 'Seconds since 1970 with up to nine decimals.', pattern: '^\\d+(\\.\\d{1,9})?$' },
      comment: { ...TEXT, description: 'Comment of the packet in the capture.' },
      length: { ...COUNT, description: 'Octets on the wire, where more than are described.' },
      layers: { description: 'Layers, the outermost first.', type: 'array', items: oneMember(properties) },
    },
    definitions,
  };
}

const TEXT: Schema = { type: 'string' };
const COUNT: Schema = { type: 'integer', minimum: 0 };
const OCTETS: Schema = { type: 'string', pattern: '^([0-9a-fA-F]{2}[\\s:]*)*$' };
const ANY_LIST: Schema = { type: 'array', items: { type: 'object', minProperties: 1, maxProperties: 1 } };

const SHARED: Readonly<Record<string, Schema>> = {
  octets: { ...OCTETS, description: 'Octets as hexadecimal digits.' },
  parts: {
    description: 'A value that is written in another way than usual, or exact bits.',
    type: 'object',
    additionalProperties: false,
    properties: {
      value: { description: 'The value; the bits beside it hold as long as they stand for it.' },
      as: {
        description: 'How the value is written.',
        enum: ['big-endian', ...NUMBER_ENCODINGS, 'utf-8', ...TEXT_ENCODINGS],
      },
      hex: { ...OCTETS, description: 'The octets.' },
      bits: {
        description: 'How many bits the value takes, or the bits themselves.',
        anyOf: [COUNT, { type: 'string', pattern: '^[01]*$' }],
      },
      auto: { description: 'True: worked out from the rest of the packet.', type: 'boolean' },
    },
  },
  document: {
    description: 'A document as XML; WBXML is encoded from it.',
    type: 'object',
    required: ['xml'],
    additionalProperties: false,
    properties: {
      xml: { ...TEXT, description: 'The document.' },
      publicId: { ...TEXT, description: 'Formal public identifier that the WBXML states.' },
      version: { description: 'WBXML 1.0 to 1.3.', enum: [0, 1, 2, 3] },
      stringTable: { description: 'Whether strings that repeat go into the string table.', type: 'boolean' },
    },
  },
};

function inside(layer: string): string {
  return `in ${layer}`.replace(/[^A-Za-z0-9_.-]/g, '_');
}

function listOf(layer: string): Schema {
  return { type: 'array', items: reference(inside(layer)) };
}

function oneMember(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', minProperties: 1, maxProperties: 1, properties };
}

function explained({ label, doc, spec }: Field, note = ''): string {
  return `${label}${doc === undefined ? '' : `: ${doc}`}${spec === undefined ? '' : ` (${spec})`}${note}`;
}

function fieldSchema(field: Field, layer: string, names: Names): Schema {
  const isComputed = names.registry.computation(field.filter) !== undefined;
  const values = isNumber(field.type) ? numbers(field) : [valueSchema(field)];
  const auto = isComputed ? [AUTO] : [];
  const mayHold = field.type !== 'ipv4' && field.type !== 'ipv6' && field.type !== 'ether';
  return {
    description: explained(field, isComputed ? '. "auto" works it out.' : ''),
    anyOf: [...auto, ...(mayHold ? [listOf(layer)] : []), ...values, reference('parts')],
  };
}

function valueSchema({ type }: Field): Schema {
  switch (type) {
    case 'text':
      return TEXT;
    case 'ipv4':
      return { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){3}$' };
    case 'ipv6':
      return { type: 'string', pattern: '^[0-9a-fA-F:.]+$' };
    case 'ether':
      return { type: 'string', pattern: '^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$' };
    case 'protocol':
      return ANY_LIST;
    default:
      return reference('octets');
  }
}

function numbers({ type, names, bits, encoding }: Field): readonly Schema[] {
  const maximum = largest(encoding, bits);
  const number: Schema = {
    type: 'integer',
    ...(encoding === 'signed' ? {} : { minimum: 0 }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  if (type === 'bool') return [{ enum: [0, 1, true, false] }];
  if (names === undefined || typeof names === 'function') return [number];
  const entries: readonly (readonly [number | string, string])[] =
    names instanceof Map ? [...names] : Object.entries(names);
  if (entries.length === 0 || entries.length > MOST_NAMED) return [number];
  return [{ enum: entries.map(([value]) => Number(value)), enumDescriptions: entries.map(([, name]) => name) }, number];
}
