import { v } from './fields.ts';
import { byForm, codeOrToken, field, RULE, shortOrCounted, text, word } from './header-parts.ts';
import { age } from './header-values.ts';
import { dateValue, shortInteger, uintvar, type WireInteger } from './integers.ts';
import { fieldName, parameter, untypedValue } from './parameter.ts';
import { tokenText } from './texts.ts';
import { choice, many, optional, sequence } from './value.ts';
import { counted } from './value-length.ts';

const directives = new Map([
  [0, 'no-cache'],
  [1, 'no-store'],
  [2, 'max-age'],
  [3, 'max-stale'],
  [4, 'min-fresh'],
  [5, 'only-if-cached'],
  [6, 'public'],
  [7, 'private'],
  [8, 'no-transform'],
  [9, 'must-revalidate'],
  [10, 'proxy-revalidate'],
  [11, 's-maxage'],
]);
const directive = codeOrToken(word('Directive', directives, 'Cache directive.', 'WAP-230 8.4.2.15'));

/** The directive read before says of what kind its argument is. */
function argumentKind(before: unknown): 'fields' | 'seconds' | 'other' {
  const { directive: read } = before as { readonly directive: ReturnType<typeof directive.read> };
  if (read.is === 'text') return 'other';
  const number = Number(read.value.value);
  return number === 0 || number === 7 ? 'fields' : 'seconds';
}
const directiveArgument = choice('the value of the directive', RULE, (_octet, before) => argumentKind(before), {
  fields: many(fieldName, ', '),
  seconds: age,
  other: untypedValue,
});
export const cacheControl = choice('a cache directive', RULE, byForm, {
  short: word('Directive', directives, 'Cache directive.', 'WAP-230 8.4.2.15'),
  text: tokenText(v.text),
  counted: counted(
    sequence(
      { directive, argument: directiveArgument },
      { text: (value) => directive.text(value.directive), note: (value) => directiveArgument.text(value.argument) },
    ),
  ),
});

const RANGE = 'WAP-230 8.4.2.23';
const firstByte = field(
  'wsp.header.content_range.first_byte_pos',
  'uint',
  'First-byte-pos',
  'Position of the first octet in the entity.',
  RANGE,
);
const entityLength = field(
  'wsp.header.content_range.entity_length',
  'uint',
  'Entity-length',
  'Octets of the whole entity.',
  RANGE,
);
const entity = choice('an entity length', RULE, (octet) => (octet === 0x80 ? 'unknown' : 'length'), {
  unknown: word('Entity-length', { 0: 'unknown' }, 'The length of the entity is not known.', RANGE),
  length: uintvar(entityLength),
});
export const contentRange = counted(
  sequence(
    { firstByte: uintvar(firstByte), entity },
    {
      text: (value) => `first-byte-pos=${value.firstByte.value}`,
      note: (value) => `entity-length=${entity.text(value.entity)}`,
    },
  ),
);

const rangeKind = word(
  'Kind of range',
  { 0: 'byte-range', 1: 'suffix-byte-range' },
  'What the range counts from.',
  'WAP-230 8.4.2.42',
);
const rangeField = (key: string, label: string, doc: string) =>
  uintvar(field(`wsp.header.range.${key}`, 'uint', label, doc, 'WAP-230 8.4.2.42'));
export const range = counted(
  choice('a kind of range', RULE, (octet) => (octet === 0x80 ? 'bytes' : octet === 0x81 ? 'suffix' : undefined), {
    bytes: sequence(
      {
        kind: rangeKind,
        first: rangeField('first_byte_pos', 'First-byte-pos', 'Position of the first octet that is asked for.'),
        last: optional(rangeField('last_byte_pos', 'Last-byte-pos', 'Position of the last octet that is asked for.')),
      },
      {
        text: () => 'byte-range',
        note: (value) =>
          `first-byte-pos=${value.first.value}${value.last === undefined ? '' : `; last-byte-pos=${value.last.value}`}`,
      },
    ),
    suffix: sequence(
      { kind: rangeKind, length: rangeField('suffix_length', 'Suffix-length', 'Octets asked for from the end.') },
      { text: () => 'suffix-byte-range', note: (value) => `suffix-length=${value.length.value}` },
    ),
  }),
);

const retryKind = word(
  'Kind of time',
  { 0: 'absolute', 1: 'relative' },
  'Whether a date or a duration follows.',
  'WAP-230 8.4.2.44',
);
export const retryAfter = counted(
  choice('a kind of time', RULE, (octet) => (octet === 0x80 ? 'date' : octet === 0x81 ? 'delta' : undefined), {
    date: sequence({ kind: retryKind, date: dateValue }, { text: (value) => dateValue.text(value.date) }),
    delta: sequence({ kind: retryKind, seconds: age }, { text: (value) => age.text(value.seconds) }),
  }),
);

export const pragma = choice('no-cache or a parameter', RULE, shortOrCounted, {
  short: word('Pragma', { 0: 'no-cache' }, 'Directive of HTTP/1.0.', 'WAP-230 8.4.2.35'),
  counted: counted(parameter),
});

const warnings = new Map([
  [10, '110 Response is stale'],
  [11, '111 Revalidation failed'],
  [12, '112 Disconnected operation'],
  [13, '113 Heuristic expiration'],
  [14, '214 Transformation applied'],
  [99, '199/299 Miscellaneous warning'],
]);
const WARNING = 'WAP-230 8.4.2.51';
const warningCode = shortInteger({
  ...field('wsp.header.warning.code', 'uint', 'Warning code', 'Number of the warning; 10 is 110.', WARNING, warnings),
  show: 'hex',
});
const warningNumber = (value: WireInteger) =>
  warnings.get(Number(value.value))?.split(' ', 1)[0] ?? String(value.value);
export const warning = choice('a warning code', RULE, shortOrCounted, {
  short: warningCode,
  counted: counted(
    sequence(
      {
        code: warningCode,
        agent: text(field('wsp.header.warning.agent', 'text', 'Warning agent', 'Who added the warning.', WARNING)),
        text: text(field('wsp.header.warning.text', 'text', 'Warning text', 'The warning in words.', WARNING)),
      },
      {
        text: (value) => `code=${warningNumber(value.code)}`,
        note: (value) => `agent=${value.agent.text}; text=${value.text.text}`,
      },
    ),
  ),
});

const profileWarnings = new Map([
  [0x10, '100 OK'],
  [0x11, '101 Used stale profile'],
  [0x12, '102 Not used profile'],
  [0x20, '200 Not applied'],
  [0x21, '201 Content selection applied'],
  [0x22, '202 Content generation applied'],
  [0x23, '203 Transformation applied'],
]);
const profileCode = word('Warning code', profileWarnings, 'What was made of the profile.', 'WAP-230 8.4.2.62');
export const profileWarning = choice('a warning code', RULE, shortOrCounted, {
  short: profileCode,
  counted: counted(
    sequence(
      { code: profileCode, target: text(), dates: many(dateValue, ', ') },
      {
        text: (value) => profileCode.text(value.code),
        note: (value) => [value.target.text, ...value.dates.map((date) => dateValue.text(date))].join('; '),
      },
    ),
  ),
});
