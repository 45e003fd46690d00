import { encode } from '../../codec/codec.ts';
import { field as declare, type Field } from '../../codec/field.ts';
import { codeField, v } from './fields.ts';
import {
  byForm,
  codeOrToken,
  integerOrText,
  parameters,
  parametersNote,
  q,
  qNote,
  RULE,
  shortOrCounted,
  shortOrText,
  text,
  word,
} from './header-parts.ts';
import {
  dateValue,
  type IntegerInput,
  integerValue,
  qValue,
  shortInteger,
  shortVersion,
  uintvar,
  type WireInteger,
} from './integers.ts';
import { contentType } from './media.ts';
import { isText, untypedValue } from './parameter.ts';
import { RULES } from './rules.ts';
import { APPLICATION_IDS } from './tables/application-ids.ts';
import { BEARER_TYPES } from './tables/bearer-types.ts';
import { PDU_TYPES } from './tables/pdu-types.ts';
import { noValue, quotedString, restOctets, textString, tokenText } from './texts.ts';
import { choice, first, many, optional, reject, sequence, type ValueCodec } from './value.ts';
import { counted } from './value-length.ts';

export const accept = contentType;

function acceptOf(code: ValueCodec<WireInteger, IntegerInput>, of: ReturnType<typeof codeOrInteger>) {
  return choice('a code, text or a value length', RULE, byForm, {
    short: code,
    text: textString(v.text),
    counted: counted(sequence({ of, q }, { text: (value) => of.text(value.of), note: qNote })),
  });
}

function codeOrInteger(code: Field) {
  return choice('a number or text', RULE, integerOrText, { integer: integerValue(code), text: textString(v.text) });
}

export const acceptCharset = acceptOf(shortInteger(v.charset), codeOrInteger(v.charset));
export const acceptLanguage = acceptOf(shortInteger(v.language), codeOrInteger(v.language));

const codings = new Map([
  [0, 'gzip'],
  [1, 'compress'],
  [2, 'deflate'],
  [3, '*'],
]);
const encodingField = codeField('Content coding', codings, 'How the content was compressed.', 'WAP-230 8.4.2.9');
export const acceptEncoding = acceptOf(shortInteger(encodingField), codeOrInteger(encodingField));
export const contentEncoding = codeOrToken(shortInteger(encodingField));

export const acceptRanges = codeOrToken(
  word('Range unit', { 0: 'none', 1: 'bytes' }, 'Unit in which ranges can be asked for.', 'WAP-230 8.4.2.11'),
);
export const connection = codeOrToken(
  word('Connection option', { 0: 'close' }, 'What becomes of the connection.', 'WAP-230 8.4.2.16'),
);
export const transferEncoding = codeOrToken(
  word('Transfer coding', { 0: 'chunked' }, 'How the content is transferred.', 'WAP-230 8.4.2.46'),
);

const method = word('Method', PDU_TYPES, 'Number of a method: its PDU type.', 'WAP-230 table 34');
export const allow = method;
export const publicMethods = codeOrToken(method);

export const age: ValueCodec<WireInteger, IntegerInput> = {
  ...integerValue(v.seconds),
  text: ({ value }) => `${value} seconds`,
};
export const integer = integerValue(v.integer);
export const contentLanguage = choice('a language', RULE, integerOrText, {
  integer: integerValue(v.language),
  text: tokenText(v.text),
});

const applicationField = codeField(
  'Application id',
  APPLICATION_IDS,
  'Registered number of a push application.',
  'OMNA push application ids',
);
export const applicationId = choice('an application id', RULE, integerOrText, {
  integer: integerValue({ ...applicationField, show: 'hex' }),
  text: textString(v.text),
});

const bearers = new Map(BEARER_TYPES.map(({ number, name }) => [number, name]));
export const bearer = integerValue(codeField('Bearer', bearers, 'Bearer type of WDP.', 'WAP-230 8.4.2.60'));

const profileOctets = restOctets({
  ...v.octets,
  label: 'Profile difference',
  doc: 'User agent profile difference as WBXML octets.',
});
export const profileDiff = counted({
  ...profileOctets,
  text: (value: Uint8Array) => `${value.length} octets of WBXML`,
});

const md5 = restOctets({ ...v.octets, label: 'MD5 digest', doc: 'MD5 digest of the data, 16 octets.' });
export const contentMd5 = counted({
  ...md5,
  read(cursor) {
    const { octetsLeft } = cursor;
    if (octetsLeft !== 16) reject(cursor, RULE, `an MD5 digest has 16 octets, not ${octetsLeft}`, octetsLeft);
    return md5.read(cursor);
  },
});

const disposition = codeOrToken(
  word(
    'Disposition',
    { 0: 'form-data', 1: 'attachment', 2: 'inline' },
    'How the part is to be shown.',
    'WAP-230 8.4.2.53',
  ),
);
export const contentDisposition = counted(
  sequence(
    { disposition, parameters },
    { text: (value) => disposition.text(value.disposition), note: (value) => parametersNote(value.parameters) },
  ),
);

const version = choice('a version', RULE, shortOrText, { short: shortVersion, text: textString(v.version) });
const codePage = word('Header code page', {}, 'Code page that the version is of.', 'WAP-230 8.4.2.70');
export const encodingVersion = choice('a version', RULE, byForm, {
  short: shortVersion,
  text: textString(v.version),
  counted: counted(
    sequence(
      { page: codePage, version: optional(version) },
      {
        text: (value) => `code-page=${value.page.value}`,
        note: (value) => (value.version === undefined ? undefined : version.text(value.version)),
      },
    ),
  ),
});

export const expect = choice('an expectation', RULE, shortOrCounted, {
  short: word('Expectation', { 0: '100-continue' }, 'What the client expects of the server.', 'WAP-230 8.4.2.65'),
  counted: counted(
    sequence(
      { expression: tokenText(v.text), value: untypedValue, parameters },
      {
        text: (value) => `${value.expression.text}=${untypedValue.text(value.value)}`,
        note: (value) => parametersNote(value.parameters),
      },
    ),
  ),
});

const transferCodings = new Map([
  [1, 'trailers'],
  [2, 'chunked'],
  [3, 'identity'],
  [4, 'gzip'],
  [5, 'compress'],
  [6, 'deflate'],
]);
const transferCoding = word(
  'Transfer coding',
  transferCodings,
  'Transfer coding that the client takes.',
  'WAP-230 8.4.2.66',
);
const qToken = word('Parameter', { 0: 'Q' }, 'A quality factor follows.', 'WAP-230 8.4.2.66');
const teQ = sequence({ token: qToken, q: qValue }, { text: (value) => `q=${qValue.text(value.q)}` });
const teCoding = codeOrToken(transferCoding);
export const te = choice('a transfer coding', RULE, shortOrCounted, {
  short: transferCoding,
  counted: counted(
    sequence(
      { coding: teCoding, q: optional(teQ) },
      {
        text: (value) => teCoding.text(value.coding),
        note: (value) => (value.q === undefined ? undefined : teQ.text(value.q)),
      },
    ),
  ),
});

export const textOrDate = choice('text or a date', RULE, (octet) => (isText(octet) ? 'text' : 'date'), {
  text: textString(v.text),
  date: dateValue,
});

export const contentId = choice(
  'a quoted string',
  RULE,
  (octet) => (octet === 0x22 ? 'quoted' : isText(octet) ? 'text' : undefined),
  {
    quoted: quotedString(v.text),
    text: tokenText(v.text),
  },
);

export const security = word(
  'Security',
  { 0: 'close-subordinate' },
  'What becomes of subordinate secure connections.',
  'WAP-230 8.4.2.74',
);

export const setCookie = counted(
  sequence(
    { version, name: text(), value: text(), parameters },
    { text: (value) => `${value.name.text}=${value.value.text}`, note: (value) => parametersNote(value.parameters) },
  ),
);

const cookieLength = uintvar({ ...v.length, label: 'Cookie length', doc: 'Octets of the cookie that follow.' });
const cookieParts = sequence(
  { name: text(), value: text(), path: optional(text()), domain: optional(text()) },
  { text: (value) => `${value.name.text}=${value.value.text}` },
);
/** Cookie-length as a uintvar, then name, value, path and domain. */
const oneCookie: ValueCodec<ReturnType<typeof cookieParts.read>> = {
  ...cookieParts,
  fields: [...cookieLength.fields, ...cookieParts.fields],
  read(cursor) {
    const { value } = cookieLength.read(cursor);
    const outer = cursor.enter(v.length, Number(value));
    const read = cookieParts.read(cursor);
    // A failure goes up to the window of the whole value.
    if (cursor.failed) cursor.end = outer;
    else cursor.leave(outer);
    return read;
  },
  write(out, value) {
    const content = encode(cookieParts, value);
    cookieLength.write(out, content.length);
    out.octets(content);
  },
};
export const cookie = counted(
  sequence(
    { version, cookies: many(oneCookie) },
    { text: (value) => value.cookies.map((one) => oneCookie.text(one)).join('; ') },
  ),
);

const FLAGS = 'WAP-230 8.4.2.64';
const flag = (key: string, label: string, doc: string, more: Partial<Field> = {}): Field =>
  declare({
    filter: `wsp.header.push_flag.${key}`,
    type: 'bool',
    label,
    doc,
    spec: FLAGS,
    ...more,
  });
const pushFlags = {
  marker: flag('short_integer', 'Short-integer', 'Always 1: the octet is a short-integer.'),
  reserved: flag('reserved', 'Reserved', 'Reserved bits, 0.', { type: 'uint', show: 'bin' }),
  last: flag('last', 'Last push message', 'No further push is to be expected from this initiator.'),
  trusted: flag('trusted', 'Content is trusted', 'The gateway trusts the initiator for this content.'),
  authenticated: flag(
    'authenticated',
    'Initiator URI is authenticated',
    'The gateway has authenticated X-Wap-Initiator-URI.',
  ),
};

/** Push-Flag: a short-integer read bit by bit. */
export const pushFlag: ValueCodec<WireInteger, IntegerInput> = {
  ...shortInteger(v.integer),
  fields: Object.values(pushFlags),
  read(cursor) {
    const octet = first(cursor);
    if (octet < 0x80) return shortInteger(v.integer).read(cursor);
    cursor.uint(pushFlags.marker, 1);
    const reserved = cursor.uint(pushFlags.reserved, 4);
    if (reserved !== 0)
      cursor.find(
        RULES['WSP-018'],
        `reserved bits of Push-Flag are ${reserved.toString(2).padStart(4, '0')}; they have to be 0`,
        cursor.bit - 4,
        cursor.bit,
      );
    cursor.uint(pushFlags.last, 1);
    cursor.uint(pushFlags.trusted, 1);
    cursor.uint(pushFlags.authenticated, 1);
    return { value: octet & 0x7f, octets: 0 };
  },
  text({ value }) {
    const bits = Number(value);
    return [
      bits & 1 ? '(Initiator URI authenticated)' : '',
      bits & 2 ? '(Content trusted)' : '',
      bits & 4 ? '(Last push message)' : '',
    ]
      .filter((part) => part !== '')
      .join(' ');
  },
};

/** A value whose grammar is not known: its first octet says how far it goes. */
export const anyValue = choice(
  'a value',
  RULE,
  (octet) => (octet >= 0x80 ? 'short' : octet === 0 ? 'none' : octet < 0x20 ? 'counted' : 'text'),
  { short: shortInteger(v.integer), none: noValue, counted: counted(restOctets(v.octets)), text: textString(v.text) },
);
