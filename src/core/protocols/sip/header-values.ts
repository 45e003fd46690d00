import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { Header } from '../../dissect/text-headers.ts';
import { type Parameter, parameterIn, type Span, spans, ValueRows } from '../../dissect/value-rows.ts';
import { readNameAddress, type UriFields } from './addresses.ts';
import { AUTH_FIELDS, f, PARTS, URI_FIELDS } from './fields.ts';
import { RULES } from './rules.ts';
import { CREDENTIALS, NUMBERS } from './tables/headers.ts';

/** Lays the rows of a header value that has parts; false, with nothing read, for others. */
export function readValue(cursor: Cursor, header: Header, field: Field | undefined, separator: Field): boolean {
  const { key } = header;
  const read = READERS.get(key);
  if (field === undefined || read === undefined) return false;
  const rows = new ValueRows(cursor, (header.end - header.start) / 8, separator);
  const { length } = rows.text;
  if (NUMBERS.has(key)) readNumber(rows, field, header);
  else rows.group(field, 0, length, () => read(rows, key));
  return true;
}

type Read = (rows: ValueRows, key: string) => void;

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ...[...NUMBERS].map((key): [string, Read] => [key, () => undefined]),
  ...[...URI_FIELDS].map(([key, fields]): [string, Read] => [key, (rows) => readAddresses(rows, key, fields)]),
  ...[...CREDENTIALS].map((key): [string, Read] => [key, readCredentials]),
  ['accept-contact', readFeatureTags],
  ['reject-contact', readFeatureTags],
  ['cseq', readCseq],
  ['via', readVias],
]);

/** The number that the value begins with; Retry-After has a comment or parameters behind it. */
function readNumber(rows: ValueRows, field: Field, { name, start, end }: Header): void {
  const digits = /^\d*/.exec(rows.text)?.[0].length ?? 0;
  const number = rows.number(field, 0, digits === 0 ? rows.text.length : digits);
  rows.skip(rows.text.length);
  const behind = field.filter === 'sip.Retry-After' ? '' : rows.text.slice(digits);
  if (number === undefined || behind !== '') {
    const message = `${name} is ${JSON.stringify(rows.text.slice(0, 40))}; a number was expected`;
    rows.cursor.find(RULES['SIP-011'], message, start, end);
  }
}

function readCseq(rows: ValueRows): void {
  const match = /^(\d+)(\s*)(\S*)/.exec(rows.text);
  if (match === null) return;
  const [, digits = '', gap = '', method = ''] = match;
  rows.number(f.cseqNumber, 0, digits.length);
  const from = digits.length + gap.length;
  rows.leaf(f.cseqMethod, from, from + method.length);
}

export const VIA_PARAMETERS: ReadonlyMap<string, Field> = new Map([
  ['branch', f.viaBranch],
  ['maddr', f.viaMaddr],
  ['received', f.viaReceived],
  ['ttl', f.viaTtl],
  ['comp', f.viaComp],
]);

function readVias(rows: ValueRows): void {
  for (const span of spans(rows.text, ',', 0, rows.text.length)) {
    const [first, ...rest] = spans(rows.text, ';', span.from, span.to);
    if (first !== undefined) readSentBy(rows, first);
    for (const part of rest) {
      const parameter = parameterIn(rows, part);
      if (parameter === undefined) continue;
      const { name, from, to, valueFrom, valueTo } = parameter;
      const field = VIA_PARAMETERS.get(name);
      // A bare rport asks for the port; its name is then what there is to show.
      if (name === 'rport') rows.leaf(f.viaRport, valueFrom < valueTo ? valueFrom : from, to);
      else if (field !== undefined) rows.leaf(field, valueFrom, valueTo);
      else rows.leaf(f.parameter, from, to);
    }
  }
}

/** `SIP/2.0/UDP host:port`. */
function readSentBy(rows: ValueRows, span: Span): void {
  const from = rows.behindBlanks(span.from, span.to);
  const protocol = /^SIP\s*\/\s*[^\s/]+\s*\/\s*/i.exec(rows.text.slice(from, span.to));
  if (protocol === null) return;
  const transportFrom = from + protocol[0].length;
  const behind = rows.text.slice(transportFrom, span.to).search(/\s/);
  const transportTo = behind < 0 ? span.to : transportFrom + behind;
  rows.leaf(f.viaTransport, transportFrom, transportTo);
  const hostFrom = rows.behindBlanks(transportTo, span.to);
  const to = rows.beforeBlanks(hostFrom, span.to);
  const bracket = rows.text[hostFrom] === '[' ? rows.find(']', hostFrom, to) : -1;
  const colon = rows.find(':', bracket < 0 ? hostFrom : bracket, to);
  if (colon < 0) {
    rows.leaf(f.viaAddress, hostFrom, to);
    return;
  }
  rows.leaf(f.viaAddress, hostFrom, rows.beforeBlanks(hostFrom, colon));
  rows.number(f.viaPort, rows.behindBlanks(colon + 1, to), to);
}

/** What a parameter's value is: shown as a row inside that of the parameter. */
export const CONTACT_PARAMETERS: ReadonlyMap<string, Field> = new Map([
  ['+sip.instance', f.instance],
  ['+g.oma.eventappid', f.eventAppId],
  ['g.oma.eventappid', f.eventAppId],
  ['pub-gruu', f.publicGruu],
  ['temp-gruu', f.temporaryGruu],
  ['expires', f.expires],
]);

export const TAGS: ReadonlyMap<string, Field> = new Map([
  ['to', f.toTag],
  ['from', f.fromTag],
]);

function readAddresses(rows: ValueRows, key: string, fields: UriFields): void {
  for (const span of spans(rows.text, ',', 0, rows.text.length)) {
    const behind = readNameAddress(rows, fields, PARTS, span);
    for (const part of spans(rows.text, ';', behind, span.to).slice(1)) {
      const parameter = parameterIn(rows, part);
      if (parameter === undefined) continue;
      const tag = TAGS.get(key);
      if (key === 'contact') readParameter(rows, f.contactParameter, parameter);
      else if (parameter.name === 'tag' && tag !== undefined) rows.leaf(tag, parameter.valueFrom, parameter.valueTo);
      else rows.leaf(f.parameter, parameter.from, parameter.to);
    }
  }
}

/** A parameter with its value in a row of its own where the value is known. */
function readParameter(rows: ValueRows, field: Field, parameter: Parameter): void {
  const { name, from, to, valueFrom, valueTo } = parameter;
  const known = CONTACT_PARAMETERS.get(name);
  if (known === undefined || valueFrom === valueTo) {
    rows.leaf(field, from, to);
  } else {
    rows.group(field, from, to, () => {
      const quoted = valueTo - valueFrom >= 2 && rows.text[valueFrom] === '"' && rows.text[valueTo - 1] === '"';
      const inner = quoted ? 1 : 0;
      if (known.type === 'uint') rows.number(known, valueFrom, valueTo);
      else rows.leaf(known, valueFrom + inner, valueTo - inner);
    });
  }
  if (name === 'g.oma.eventappid') {
    rows.cursor.find(
      RULES['SIP-014'],
      'the tag is g.oma.eventappid; it must be +g.oma.eventappid',
      rows.bit(from),
      rows.bit(to),
    );
  }
}

function readFeatureTags(rows: ValueRows): void {
  for (const span of spans(rows.text, ',', 0, rows.text.length)) {
    for (const part of spans(rows.text, ';', span.from, span.to).slice(1)) {
      const parameter = parameterIn(rows, part);
      if (parameter !== undefined) readParameter(rows, f.featureTag, parameter);
    }
  }
}

function readCredentials(rows: ValueRows): void {
  const scheme = /^[^\s=,]+(?=\s|$)/.exec(rows.text)?.[0] ?? '';
  rows.leaf(f.authScheme, 0, scheme.length);
  for (const span of spans(rows.text, ',', scheme.length, rows.text.length)) {
    const parameter = parameterIn(rows, span);
    if (parameter === undefined) continue;
    const field = AUTH_FIELDS.get(parameter.name);
    if (field !== undefined) rows.leaf(field, parameter.valueFrom, parameter.valueTo);
    else rows.leaf(f.parameter, parameter.from, parameter.to);
  }
}
