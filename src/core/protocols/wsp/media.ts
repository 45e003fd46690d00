import { encode } from '../../codec/codec.ts';
import { v } from './fields.ts';
import { integerValue, shortInteger, type WireInteger } from './integers.ts';
import { isInteger, isText, type Parameter, type ParameterInput, parameter } from './parameter.ts';
import { RULES } from './rules.ts';
import { CONTENT_TYPES } from './tables/content-types.ts';
import { textString } from './texts.ts';
import { choice, hex, many, sequence, type ValueCodec } from './value.ts';
import { counted } from './value-length.ts';

const NUMBERS: ReadonlyMap<string, number> = new Map(
  [...CONTENT_TYPES].map(([number, name]) => [name.toLowerCase(), number]),
);

/** Number of a media type; undefined when it has none. */
export function mediaNumber(name: string): number | undefined {
  return NUMBERS.get(name.trim().toLowerCase());
}

const plainMediaText = textString(v.mediaText);

/** Extension-media: a media type as text. */
const extensionMedia: typeof plainMediaText = {
  ...plainMediaText,
  read(cursor) {
    const start = cursor.bit;
    const read = plainMediaText.read(cursor);
    const number = cursor.failed ? undefined : mediaNumber(read.text);
    if (number !== undefined)
      cursor.find(
        RULES['WSP-020'],
        `${read.text} is written as text; it has the number ${hex(number)}`,
        start,
        cursor.bit,
      );
    return read;
  },
};

const withUnknown = <V extends WireInteger, I>(codec: ValueCodec<V, I>): ValueCodec<V, I> => ({
  ...codec,
  text: ({ value }) => CONTENT_TYPES.get(Number(value)) ?? `unknown media type ${hex(Number(value))}`,
});

const media = choice(
  'a media type',
  RULES['WSP-008'],
  (octet) => (isInteger(octet) ? 'integer' : isText(octet) ? 'text' : undefined),
  {
    integer: withUnknown(integerValue(v.media)),
    text: extensionMedia,
  },
);

const generalForm = counted(
  sequence(
    { media, parameters: many(parameter) },
    {
      text: (value) => media.text(value.media),
      note: ({ parameters }) =>
        parameters.length === 0 ? undefined : parameters.map((one) => parameter.text(one)).join('; '),
    },
  ),
);

/** Parameters that are not understood do not hide the media type. */
const general: typeof generalForm = {
  ...generalForm,
  text(value) {
    const of = generalMedia(value);
    return of === undefined ? generalForm.text(value) : media.text(of);
  },
};

/** Content-type-value: number, text, or Value-length with media type and parameters. */
export const contentType = choice(
  'a content type',
  RULES['WSP-008'],
  (octet) => (octet >= 0x80 ? 'short' : isText(octet) ? 'text' : 'general'),
  { short: withUnknown(shortInteger(v.media)), text: extensionMedia, general },
);
export type ContentType = ReturnType<(typeof contentType)['read']>;

type Media = ReturnType<typeof media.read>;

/** The media part of the general form; undefined when not even that could be read. */
function generalMedia({ value }: { readonly value: { readonly media: Media } }): Media | undefined {
  // What is left of a value that broke off may lack every part.
  const { media: of } = value as { readonly media?: Media };
  return of === undefined || (of.is as string) === '' ? undefined : of;
}

/** Media type of a content type without parameters, lower case: what content is bound to; empty when it could not be read. */
export function mediaTypeOf(type: ContentType): string {
  if (type.is === 'general' && generalMedia(type.value) === undefined) return '';
  return contentType.text(type).split(';', 1)[0]!.trim().toLowerCase();
}

/** The registered number of a content type; undefined when it was written as text. */
export function mediaCodeOf(type: ContentType): number | undefined {
  if (type.is === 'text') return undefined;
  if (type.is === 'short') return Number(type.value.value);
  const of = generalMedia(type.value);
  return of?.is === 'integer' ? Number(of.value.value) : undefined;
}

export function parametersOf(type: ContentType): readonly Parameter[] {
  return type.is === 'general' && type.value.raw === undefined ? type.value.value.parameters : [];
}

/** Shortest content type for a media type by name or number, with parameters. */
export function draftContentType(name: string | number, parameters: readonly ParameterInput[] = []): Uint8Array {
  const number = typeof name === 'number' ? name : mediaNumber(name);
  if (number !== undefined && number < 128 && parameters.length === 0)
    return encode(contentType, { is: 'short', value: number });
  if (number === undefined && parameters.length === 0) return encode(contentType, { is: 'text', value: String(name) });
  const of =
    number === undefined ? ({ is: 'text', value: String(name) } as const) : ({ is: 'integer', value: number } as const);
  return encode(contentType, { is: 'general', value: { value: { media: of, parameters } } });
}
