import { type Field, field, fields } from '../../codec/field.ts';
import { v } from './fields.ts';
import {
  dateValue,
  type IntegerInput,
  integerValue,
  qValue,
  shortInteger,
  shortVersion,
  type WireInteger,
} from './integers.ts';
import { RULES } from './rules.ts';
import { HEADER_FIELDS } from './tables/header-fields.ts';
import { PARAMETERS } from './tables/parameters.ts';
import { noValue, quotedString, type TextInput, textString, tokenText, type WireText } from './texts.ts';
import { type AnyCodec, choice, first, hex, type ValueCodec } from './value.ts';

const SPEC = 'WAP-230 8.4.2.4, table 38';

export const p = fields({
  parameter: {
    filter: 'wsp.parameter',
    type: 'text',
    label: 'Parameter',
    spec: SPEC,
    doc: 'A parameter of the value before it.',
  },
  type: {
    filter: 'wsp.parameter.type',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Parameter number',
    names: (number) => PARAMETERS[number]?.name,
    spec: SPEC,
    doc: 'Number of a well-known parameter.',
  },
  name: {
    filter: 'wsp.parameter.untyped_name',
    type: 'text',
    label: 'Parameter name',
    spec: SPEC,
    doc: 'Name of a parameter that has no number.',
  },
  untypedText: {
    filter: 'wsp.untype.text',
    type: 'text',
    label: 'Untyped text',
    spec: SPEC,
    doc: 'Value of a parameter that has no declared type, as a token.',
  },
  untypedQuoted: {
    filter: 'wsp.untype.quote_text',
    type: 'text',
    label: 'Untyped quoted text',
    spec: SPEC,
    doc: 'Value of a parameter that has no declared type, as a quoted string.',
  },
  untypedInteger: {
    filter: 'wsp.untype.int',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Untyped integer',
    spec: SPEC,
    doc: 'Value of a parameter that has no declared type, as a number.',
  },
});

const HEADER_NAMES: ReadonlyMap<number, string> = new Map(HEADER_FIELDS.map(({ number, name }) => [number, name]));

export const headerNumber = field({
  filter: 'wsp.value.header_number',
  encoding: 'short-integer',
  type: 'uint',
  label: 'Header',
  names: HEADER_NAMES,
  spec: 'WAP-230 table 39',
  doc: 'Number of a header field that the value names.',
});

/** Field-name: the number of a header, or its name. */
export const fieldName = choice(
  'a header number or name',
  RULES['WSP-008'],
  (octet) => (octet >= 0x80 ? 'short' : octet >= 0x20 ? 'text' : undefined),
  { short: shortInteger(headerNumber), text: tokenText(v.text) },
);

const valueClass = (octet: number): 'none' | 'integer' | 'quoted' | 'text' | undefined =>
  octet === 0
    ? 'none'
    : octet === 0x22
      ? 'quoted'
      : octet >= 0x80 || octet < 0x1f
        ? 'integer'
        : octet === 0x1f
          ? undefined
          : 'text';

/** The value of a parameter without a declared type: its first octet says what it is. */
export const untypedValue = choice('a parameter value', RULES['WSP-021'], valueClass, {
  none: noValue,
  integer: integerValue(p.untypedInteger),
  quoted: quotedString(p.untypedQuoted),
  text: tokenText(p.untypedText),
});

/** The declared type of a parameter, or the text that may stand for it. */
function typed<V, I>(name: string, codec: ValueCodec<V, I>, accepts: (octet: number) => boolean) {
  return choice(
    `the value of ${name}`,
    RULES['WSP-021'],
    (octet) => {
      if (accepts(octet)) return 'typed';
      const is = valueClass(octet);
      return is === 'integer' ? undefined : is;
    },
    { typed: codec, none: noValue, quoted: quotedString(v.text), text: textString(v.text) },
  );
}

export const isInteger = (octet: number) => octet >= 0x80 || (octet >= 1 && octet <= 0x1e);
const isShort = (octet: number) => octet >= 0x80;
export const isText = (octet: number) => octet === 0 || (octet >= 0x20 && octet < 0x80);

const constrainedEncoding = choice(
  'a media type',
  RULES['WSP-021'],
  (octet) => (octet >= 0x80 ? 'short' : isText(octet) ? 'text' : undefined),
  { short: shortInteger(v.media), text: textString(v.mediaText) },
);

const textValue = (name: string) =>
  typed(name, tokenText(v.text), (octet) => octet >= 0x20 && octet < 0x80 && octet !== 0x22);
const textStringOf = (name: string) => typed(name, textString(v.text), isText);

const SEC = new Map([
  [0, 'NETWPIN'],
  [1, 'USERPIN'],
  [2, 'USERNETWPIN'],
  [3, 'USERPINMAC'],
]);

interface KnownParameter {
  readonly field: Field;
  readonly codec: AnyCodec;
}

function known(
  number: number,
  key: string,
  type: Field['type'],
  codec: AnyCodec,
  doc: string,
  extra: Partial<Field> = {},
): [number, KnownParameter] {
  const label = PARAMETERS[number]?.name ?? hex(number);
  return [number, { field: field({ filter: `wsp.parameter.${key}`, type, label, spec: SPEC, doc, ...extra }), codec }];
}

const sec = { names: SEC, show: 'hex' } as const;
const fileDoc = 'File name that the sender suggests.';
const startDoc = 'Content-ID of the root part of a multipart/related body.';
const infoDoc = 'What the application needs to process the root part.';
const commentDoc = 'Comment on a cookie.';
const domainDoc = 'Domain that a cookie is for.';
const pathDoc = 'Path that a cookie is for.';
const nameDoc = 'Name of the part or of the form field.';

const KNOWN: ReadonlyMap<number, KnownParameter> = new Map([
  [0x00, { field: p.parameter, codec: qValue }],
  known(0x01, 'charset', 'text', typed('Charset', integerValue(v.charset), isInteger), 'Character set of the content.'),
  known(0x02, 'level', 'text', typed('Level', shortVersion, isShort), 'Version of the content format.'),
  known(0x03, 'int_type', 'uint', typed('Type', integerValue(v.integer), isInteger), 'Type as a number.'),
  known(0x04, 'uaprof', 'text', untypedValue, 'User agent profile.'),
  known(0x05, 'name', 'text', textStringOf('Name'), nameDoc),
  known(0x06, 'filename', 'text', textStringOf('Filename'), fileDoc),
  known(0x07, 'differences', 'text', fieldName, 'Header whose value the profile difference replaces.'),
  known(
    0x08,
    'padding',
    'uint',
    typed('Padding', shortInteger(v.integer), isShort),
    'Bits of padding in the last octet.',
  ),
  known(0x09, 'upart.type', 'text', constrainedEncoding, 'Media type of the root part of a multipart/related body.'),
  known(0x0a, 'start', 'text', textStringOf('Start'), startDoc),
  known(0x0b, 'start_info', 'text', textStringOf('Start-info'), infoDoc),
  known(0x0c, 'comment', 'text', textStringOf('Comment'), commentDoc),
  known(0x0d, 'domain', 'text', textStringOf('Domain'), domainDoc),
  known(
    0x0e,
    'max_age',
    'uint',
    typed('Max-Age', integerValue(v.seconds), isInteger),
    'Seconds that a cookie is kept.',
  ),
  known(0x0f, 'path', 'text', textStringOf('Path'), pathDoc),
  known(0x10, 'secure', 'text', noValue, 'The cookie is sent over secure connections only.'),
  known(
    0x11,
    'sec',
    'uint',
    typed('SEC', shortInteger({ ...v.integer, ...sec }), isShort),
    'Method that the MAC of client provisioning was made with.',
    sec,
  ),
  known(0x12, 'mac', 'text', textValue('MAC'), 'HMAC-SHA1 over the provisioning document, as 40 hexadecimal digits.'),
  known(0x13, 'creation_date', 'text', typed('Creation-date', dateValue, isInteger), 'When the file was made.'),
  known(
    0x14,
    'modification_date',
    'text',
    typed('Modification-date', dateValue, isInteger),
    'When the file was last changed.',
  ),
  known(0x15, 'read_date', 'text', typed('Read-date', dateValue, isInteger), 'When the file was last read.'),
  known(0x16, 'size', 'uint', typed('Size', integerValue(v.integer), isInteger), 'Size of the file in octets.'),
  known(0x17, 'name', 'text', textValue('Name'), nameDoc),
  known(0x18, 'filename', 'text', textValue('Filename'), fileDoc),
  known(0x19, 'start', 'text', textValue('Start'), startDoc),
  known(0x1a, 'start_info', 'text', textValue('Start-info'), infoDoc),
  known(0x1b, 'comment', 'text', textValue('Comment'), commentDoc),
  known(0x1c, 'domain', 'text', textValue('Domain'), domainDoc),
  known(0x1d, 'path', 'text', textValue('Path'), pathDoc),
]);

/** A parameter: by number with a typed value, or by name. */
export type Parameter =
  | { readonly is: 'typed'; readonly number: WireInteger; readonly value: unknown }
  | { readonly is: 'untyped'; readonly name: WireText; readonly value: unknown };
export type ParameterInput =
  | { readonly is: 'typed'; readonly number: IntegerInput; readonly value: unknown }
  | { readonly is: 'untyped'; readonly name: TextInput; readonly value: unknown };

const numberCodec = integerValue(p.type);
const nameCodec = tokenText(p.name);

function codecOf(number: number | bigint): AnyCodec {
  return KNOWN.get(Number(number))?.codec ?? untypedValue;
}

/** Lower-case name of a parameter, as it stands in MIME headers. */
export function parameterName(parameter: Parameter): string {
  if (parameter.is === 'untyped') return parameter.name.text.toLowerCase();
  const { value } = parameter.number;
  return (PARAMETERS[Number(value)]?.name ?? hex(Number(value))).toLowerCase();
}

export function parameterText(parameter: Parameter): string {
  const codec = parameter.is === 'typed' ? codecOf(parameter.number.value) : untypedValue;
  return codec.text(parameter.value);
}

export const parameter: ValueCodec<Parameter, ParameterInput> = {
  width: undefined,
  shape: { kind: 'text', field: p.parameter, octets: undefined },
  fields: [...Object.values(p), ...[...KNOWN.values()].flatMap(({ field, codec }) => [field, ...codec.fields])],
  read(cursor) {
    const octet = first(cursor);
    const isTyped = octet < 0x20 || octet >= 0x80;
    const number = octet >= 0x80 ? octet & 0x7f : octet === 1 ? (cursor.peek(8, 8) ?? -1) : -1;
    const field = (isTyped ? KNOWN.get(number)?.field : undefined) ?? p.parameter;
    const row = cursor.open(field);
    const start = cursor.bit;
    let read: Parameter;
    if (isTyped) {
      const wire = numberCodec.read(cursor);
      if (!cursor.failed && PARAMETERS[Number(wire.value)]?.deprecated)
        cursor.find(
          RULES['WSP-013'],
          `parameter ${hex(Number(wire.value))} ${field.label} is deprecated since encoding version 1.4; ${hex(replacement(field))} is the new number`,
          start,
          cursor.bit,
        );
      read = { is: 'typed', number: wire, value: codecOf(wire.value).read(cursor) };
    } else read = { is: 'untyped', name: nameCodec.read(cursor), value: untypedValue.read(cursor) };
    cursor.close(row);
    if (cursor.failed) cursor.tree.setText(row, '');
    else {
      const text = parameterText(read);
      if (field === p.parameter) cursor.tree.setText(row, `${parameterName(read)}=${text}`);
      else {
        const num = field.type === 'uint' ? codecOf(number).num?.(read.value) : undefined;
        if (num === undefined) cursor.tree.setText(row, text);
        else cursor.tree.setNum(row, num);
      }
    }
    return read;
  },
  write(out, input) {
    if (input.is === 'typed') {
      numberCodec.write(out, input.number);
      const number = typeof input.number === 'object' ? input.number.value : input.number;
      codecOf(number).write(out, input.value as never);
    } else {
      nameCodec.write(out, input.name);
      untypedValue.write(out, input.value as never);
    }
  },
  text: (read) => `${parameterName(read)}=${parameterText(read)}`,
};

/** The number that took the place of a deprecated one. */
function replacement({ filter }: Field): number {
  return [...KNOWN].findLast(([, { field }]) => field.filter === filter)?.[0] ?? 0;
}
