import { type Field, field, fields } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { type HeaderGrammar, headerFields, headerRules } from '../../dissect/text-headers.ts';

const SPEC = 'RFC 2046 5.1';

export const f = fields({
  pushedIn: {
    filter: 'mime_multipart.pushed_in',
    type: 'frame',
    label: 'Pushed in',
    generated: true,
    doc: 'First packet after this one with a push of the very octets of the part: what a gateway made of the submission.',
  },
  multipart: {
    filter: 'mime_multipart',
    type: 'protocol',
    label: 'MIME multipart',
    spec: SPEC,
    doc: 'Several bodies with headers of their own, boundaries between them.',
  },
  preamble: {
    filter: 'mime_multipart.preamble',
    type: 'bytes',
    label: 'Preamble',
    spec: SPEC,
    doc: 'Text before the first boundary, of no meaning.',
  },
  firstBoundary: {
    filter: 'mime_multipart.first_boundary',
    type: 'text',
    label: 'First boundary',
    spec: SPEC,
    doc: 'The line before the first part.',
  },
  boundary: {
    filter: 'mime_multipart.boundary',
    type: 'text',
    label: 'Boundary',
    spec: SPEC,
    doc: 'The line between two parts, with the line end before it.',
  },
  lastBoundary: {
    filter: 'mime_multipart.last_boundary',
    type: 'text',
    label: 'Last boundary',
    spec: SPEC,
    doc: 'The line behind the last part, with the line end before it.',
  },
  trailer: {
    filter: 'mime_multipart.trailer',
    type: 'bytes',
    label: 'Trailer',
    spec: SPEC,
    doc: 'Text behind the last boundary, of no meaning.',
  },
  part: {
    filter: 'mime_multipart.part',
    type: 'group',
    label: 'Encapsulated part',
    spec: SPEC,
    doc: 'One of the bodies, with its headers.',
  },
  header: {
    filter: 'mime_multipart.header',
    type: 'group',
    label: 'Header',
    spec: 'RFC 2045 3',
    doc: 'A header of a part.',
  },
  unknown: {
    filter: 'mime_multipart.header.other',
    type: 'text',
    label: 'Value',
    spec: 'RFC 2045 9',
    doc: 'Value of a header without a name of its own here.',
  },
  packed: {
    filter: 'mime_multipart.encoded_data',
    type: 'bytes',
    label: 'Encoded part',
    spec: 'RFC 2045 6',
    doc: 'The part as it was sent, in its transfer encoding.',
  },
  data: {
    filter: 'mime_multipart.data',
    type: 'text',
    label: 'Content',
    spec: SPEC,
    doc: 'A part that nothing here knows more of.',
  },
});

const KNOWN: readonly (readonly [name: string, doc: string])[] = [
  ['Content-Type', 'Media type of the part, with parameters.'],
  ['Content-Transfer-Encoding', 'How the part is written.'],
  ['Content-ID', 'Name of the part.'],
  ['Content-Description', 'What the part is, for people.'],
  ['Content-Disposition', 'How the part is to be shown, and its file name.'],
  ['Content-Encoding', 'How the part is packed.'],
  ['Content-Language', 'Language of the part.'],
  ['Content-Length', 'Octets of the part.'],
  ['Content-Location', 'Address of the part.'],
  ['X-Wap-Application-Id', 'Application that the push is for.'],
  ['X-Wap-Content-URI', 'Where the content has come from.'],
  ['X-Wap-Initiator-URI', 'Who has pushed.'],
];

const VALUES: ReadonlyMap<string, Field> = new Map(
  KNOWN.map(([name, doc]) => [
    name.toLowerCase(),
    field({
      filter: `mime_multipart.header.${name.toLowerCase()}`,
      type: 'text',
      label: name,
      spec: name.startsWith('X-') ? 'PAP' : 'RFC 2045 3',
      doc,
    }),
  ]),
);

const lines = headerFields('mime_multipart', 'RFC 2045 3');
const form = headerRules('MIME', 'RFC 2045 2.1');

export const GRAMMAR: HeaderGrammar = {
  fields: lines,
  rules: form,
  line: f.header,
  values: VALUES,
  unknown: f.unknown,
  flat: false,
};

export const ALL_FIELDS: readonly Field[] = [...Object.values(f), ...Object.values(lines), ...VALUES.values()];

export const RULES = rules({
  'MIME-001': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 2046 5.1.1',
    text: 'The content type of a multipart body has the boundary as a parameter.',
  },
  'MIME-002': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 2046 5.1.1',
    text: 'A multipart body has at least one part, each behind a boundary line.',
  },
  'MIME-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 2046 5.1.1',
    text: 'A boundary line with two hyphens behind it ends a multipart body.',
  },
  'MIME-004': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 2046 5.1.1',
    text: 'A boundary has 1 to 70 characters and does not end with a blank.',
  },
});

export const FORM_RULES = Object.values(form);
