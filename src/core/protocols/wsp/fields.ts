import { type Field, field, fields, type ValueNames } from '../../codec/field.ts';
import { CHARSETS } from './tables/charsets.ts';
import { CONTENT_TYPES } from './tables/content-types.ts';
import { LANGUAGES } from './tables/languages.ts';

/** Rows that values of any header are made of. */
export const v = fields({
  length: {
    filter: 'wsp.value.length',
    type: 'uint',
    label: 'Value length',
    spec: 'WAP-230 8.4.2.2',
    doc: 'Octets of the value that follow.',
  },
  lengthQuote: {
    filter: 'wsp.value.length_quote',
    bits: 8,
    type: 'uint',
    label: 'Length quote',
    show: 'hex',
    spec: 'WAP-230 8.4.2.2',
    doc: 'Octet 0x1F: the length follows as a uintvar.',
  },
  integerLength: {
    filter: 'wsp.value.integer_length',
    bits: 8,
    type: 'uint',
    label: 'Integer length',
    spec: 'WAP-230 8.4.2.1',
    doc: 'Octets of the long-integer that follow, 1 to 30.',
  },
  integer: {
    filter: 'wsp.value.integer',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Integer',
    spec: 'WAP-230 8.4.2.3',
    doc: 'A number: short-integer, long-integer or uintvar.',
  },
  text: {
    filter: 'wsp.value.text',
    encoding: 'zero-terminated',
    type: 'text',
    label: 'Text',
    spec: 'WAP-230 8.4.2.1',
    doc: 'Text up to the octet 0x00 that ends it.',
  },
  noValue: {
    filter: 'wsp.value.none',
    type: 'bytes',
    label: 'No value',
    spec: 'WAP-230 8.4.2.3',
    doc: 'Octet 0x00: the value is empty.',
  },
  octets: {
    filter: 'wsp.value.octets',
    type: 'bytes',
    label: 'Octets',
    spec: 'WAP-230 8.4.2.1',
    doc: 'Octets of a value that have no text form.',
  },
  date: {
    filter: 'wsp.value.date',
    type: 'time',
    label: 'Date',
    spec: 'WAP-230 8.4.2.3',
    doc: 'Seconds since 1970-01-01T00:00:00Z.',
  },
  seconds: {
    filter: 'wsp.value.delta_seconds',
    type: 'seconds',
    label: 'Delta seconds',
    spec: 'WAP-230 8.4.2.3',
    doc: 'A duration in seconds.',
  },
  version: {
    filter: 'wsp.value.version',
    encoding: 'version',
    type: 'text',
    label: 'Version',
    spec: 'WAP-230 8.4.2.3',
    doc: 'Major and minor version: bits 6-4 and 3-0 of the octet, 15 for no minor version.',
  },
  media: {
    filter: 'wsp.value.media_type',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Media type',
    show: 'hex',
    names: CONTENT_TYPES,
    spec: 'WAP-230 table 40',
    doc: 'Number of a media type.',
  },
  mediaText: {
    filter: 'wsp.value.media_type_text',
    encoding: 'zero-terminated',
    type: 'text',
    label: 'Media type',
    spec: 'WAP-230 8.4.2.24',
    doc: 'A media type as text (extension-media).',
  },
  charset: {
    filter: 'wsp.value.charset',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Character set',
    names: CHARSETS,
    spec: 'WAP-230 table 42',
    doc: 'IANA MIBenum of a character set; 0 for any.',
  },
  language: {
    filter: 'wsp.value.language',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Language',
    show: 'hex',
    names: LANGUAGES,
    spec: 'WAP-230 table 41',
    doc: 'Number of a language; 0 for any.',
  },
  q: {
    filter: 'wsp.parameter.q',
    type: 'text',
    label: 'Q',
    spec: 'WAP-230 8.4.2.3',
    doc: 'Quality factor: 0.00 to 0.99 as one octet, thousandths as two.',
  },
});

/** A field for a number that means one of a few words (0x80 close). */
export function codeField(label: string, names: ValueNames, doc: string, spec: string): Field {
  return field({ filter: 'wsp.value.code', encoding: 'short-integer', type: 'uint', label, names, spec, doc });
}
