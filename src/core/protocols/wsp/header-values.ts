import { encode } from '../../codec/codec.ts';
import type { Field, ValueNames } from '../../codec/field.ts';
import { codeField, v } from './fields.ts';
import {
  dateValue,
  type IntegerInput,
  integerValue,
  qText,
  qValue,
  shortInteger,
  shortVersion,
  uintvar,
  type WireInteger,
} from './integers.ts';
import { contentType, fieldName, parameter, untypedValue } from './media.ts';
import { RULES } from './rules.ts';
import { APPLICATION_IDS } from './tables/application-ids.ts';
import { BEARER_TYPES } from './tables/bearer-types.ts';
import { PDU_TYPES } from './tables/pdu-types.ts';
import { noValue, quotedString, restOctets, textString, tokenText } from './texts.ts';
import { choice, first, many, only, optional, reject, sequence, type ValueCodec } from './value.ts';
import { counted } from './value-length.ts';

const RULE = RULES['WSP-008'];

export const isText = (octet: number) => octet === 0 || (octet >= 0x20 && octet < 0x80);
const isInteger = (octet: number) => octet >= 0x80 || (octet >= 1 && octet <= 0x1e);

/** `short` for 0x80 and above, `counted` for a Value-length, else `text`. */
const byForm = (octet: number) => (octet >= 0x80 ? 'short' : octet === 0 || octet >= 0x20 ? 'text' : 'counted');
const shortOrText = (octet: number) => (octet >= 0x80 ? 'short' : isText(octet) ? 'text' : undefined);
const shortOrCounted = (octet: number) => (octet >= 0x80 ? 'short' : octet > 0 && octet < 0x20 ? 'counted' : undefined);
const integerOrText = (octet: number) => (isInteger(octet) ? 'integer' : isText(octet) ? 'text' : undefined);

/** Text-string that leaves octets of other forms alone. */
export function text(field: Field = v.text) {
  return only('text', isText, textString(field), RULE);
}

function word(label: string, names: ValueNames, doc: string, spec = 'WAP-230 8.4.2') {
  return shortInteger(codeField(label, names, doc, spec));
}

/** A number whose leaf shows the word it stands for. */
function wordAs(field: Field, names: ReadonlyMap<number, string>): ValueCodec<WireInteger, IntegerInput> {
  const plain = shortInteger(field);
  return {
    ...plain,
    read(cursor) {
      const read = plain.read(cursor);
      if (!cursor.failed)
        cursor.tree.setText(cursor.tree.length - 1, names.get(Number(read.value)) ?? String(read.value));
      return read;
    },
    text: ({ value }) => names.get(Number(value)) ?? String(value),
  };
}

function field(
  filter: string,
  type: Field['type'],
  label: string,
  doc: string,
  spec: string,
  names?: ValueNames,
): Field {
  return { filter, type, label, doc, spec, ...(names === undefined ? {} : { names }) };
}

const q = optional(qValue);
const qNote = (value: { readonly q: WireInteger | undefined }) =>
  value.q === undefined ? undefined : `q=${qText(Number(value.q.value))}`;

const parameters = many(parameter);
const parametersNote = (list: Parameters<typeof parameters.text>[0]) =>
  list.length === 0 ? undefined : parameters.text(list);

/** A code or a token, alone or with more behind a Value-length. */
function codeOrToken(code: ValueCodec<WireInteger, IntegerInput>) {
  return choice('a code or text', RULE, shortOrText, { short: code, text: tokenText(v.text) });
}

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

function credentialFields(key: string, label: string) {
  const make = (part: string, name: string, doc: string) =>
    field(`wsp.header.${key}.${part}`, 'text', name, doc, `WAP-230 8.4.2.${label === 'Authorization' ? 14 : 37}`);
  return {
    scheme: make('scheme', 'Authorization scheme', `Scheme of ${label}.`),
    user: make('user_id', 'User-id', 'User id of basic authorization.'),
    password: make('password', 'Password', 'Password of basic authorization, in clear.'),
  };
}

const basic = new Map([[0, 'basic']]);
const isBasic = (octet: number) => (octet === 0x80 ? 'basic' : octet >= 0x20 && octet < 0x80 ? 'other' : undefined);

/** Credentials: user and password, or a scheme with parameters. */
export function credentials(key: string, label: string) {
  const f = credentialFields(key, label);
  const scheme = wordAs(f.scheme, basic);
  const token = tokenText(f.scheme);
  return counted(
    choice('an authorization scheme', RULE, isBasic, {
      basic: sequence(
        { scheme, user: text(f.user), password: text(f.password) },
        { text: () => 'basic', note: ({ user, password }) => `user-id=${user.text}; password=${password.text}` },
      ),
      other: sequence(
        { scheme: token, parameters },
        { text: (value) => value.scheme.text, note: (value) => parametersNote(value.parameters) },
      ),
    }),
  );
}

/** Challenge: a scheme with its realm and parameters. */
export function challenge(key: string, label: string) {
  const schemeField = field(
    `wsp.header.${key}.scheme`,
    'text',
    'Authentication scheme',
    `Scheme of ${label}.`,
    'WAP-230 8.4.2.36',
  );
  const realmField = field(
    `wsp.header.${key}.realm`,
    'text',
    'Authentication realm',
    `Realm that ${label} asks credentials for.`,
    'WAP-230 8.4.2.36',
  );
  const realm = text(realmField);
  return counted(
    choice('an authentication scheme', RULE, isBasic, {
      basic: sequence(
        { scheme: wordAs(schemeField, basic), realm },
        { text: () => 'basic', note: (value) => `realm=${value.realm.text}` },
      ),
      other: sequence(
        { scheme: tokenText(schemeField), realm, parameters },
        {
          text: (value) => value.scheme.text,
          note: (value) =>
            [`realm=${value.realm.text}`, ...value.parameters.map((one) => parameter.text(one))].join('; '),
        },
      ),
    }),
  );
}

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
const flag = (key: string, label: string, doc: string): Field => ({
  filter: `wsp.header.push_flag.${key}`,
  type: 'bool',
  label,
  doc,
  spec: FLAGS,
});
const pushFlags = {
  marker: flag('short_integer', 'Short-integer', 'Always 1: the octet is a short-integer.'),
  reserved: { ...flag('reserved', 'Reserved', 'Reserved bits, 0.'), type: 'uint', show: 'bin' } as Field,
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
