import type { Field } from '../../codec/field.ts';
import { parameterIn, type Span, spans, type ValueRows } from '../../dissect/value-rows.ts';

/** Rows of one kind of URI. */
export interface UriFields {
  readonly uri: Field;
  readonly display: Field;
  readonly user: Field;
  readonly host: Field;
  readonly port: Field;
  readonly parameter: Field;
}

/** Rows inside any URI. */
export interface PartFields {
  readonly scheme: Field;
  /** Value of the `gr` parameter. */
  readonly gruu: Field;
}

/** `user@host:port;parameters?headers` of a SIP URI; other URIs are taken as scheme and the rest. */
export function readUri(rows: ValueRows, fields: UriFields, parts: PartFields, from: number, to: number): void {
  rows.group(fields.uri, from, to, () => {
    const colon = rows.find(':', from, to);
    if (colon < 0) return;
    const scheme = rows.text.slice(from, colon).toLowerCase();
    if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return;
    rows.leaf(parts.scheme, from, colon);
    if (scheme === 'tel') {
      const [number = { from: to, to }, ...parameters] = spans(rows.text, ';', colon + 1, to);
      rows.leaf(fields.user, number.from, number.to);
      readUriParameters(rows, fields, parts, parameters);
    } else if (scheme === 'sip' || scheme === 'sips') readHierarchy(rows, fields, parts, colon + 1, to);
  });
}

function readHierarchy(rows: ValueRows, fields: UriFields, parts: PartFields, from: number, to: number): void {
  const { text } = rows;
  // The user part may have semicolons and question marks of its own.
  const sign = rows.find('@', from, to);
  const hostFrom = sign < 0 ? from : sign + 1;
  if (sign >= 0) rows.leaf(fields.user, from, sign);
  const question = rows.find('?', hostFrom, to);
  const end = question < 0 ? to : question;
  const [address = { from: end, to: end }, ...parameters] = spans(text, ';', hostFrom, end);
  const bracket = text[hostFrom] === '[' ? rows.find(']', hostFrom, address.to) : -1;
  const colon = rows.find(':', bracket >= 0 ? bracket : hostFrom, address.to);
  const hostTo = colon < 0 ? address.to : colon;
  rows.leaf(fields.host, hostFrom, hostTo);
  rows.leaf(fields.port, hostTo + 1, address.to);
  readUriParameters(rows, fields, parts, parameters);
}

function readUriParameters(rows: ValueRows, fields: UriFields, parts: PartFields, all: readonly Span[]): void {
  for (const span of all) {
    const parameter = parameterIn(rows, span);
    if (parameter === undefined) continue;
    if (parameter.name !== 'gr' || parameter.valueFrom === parameter.valueTo) {
      rows.leaf(fields.parameter, parameter.from, parameter.to);
    } else {
      rows.group(fields.parameter, parameter.from, parameter.to, () =>
        rows.leaf(parts.gruu, parameter.valueFrom, parameter.valueTo),
      );
    }
  }
}

/** A `"name" <uri>` or bare URI in a span: rows for it; gives the place behind it, where parameters begin. */
export function readNameAddress(rows: ValueRows, fields: UriFields, parts: PartFields, span: Span): number {
  const from = rows.behindBlanks(span.from, span.to);
  const open = bracketAt(rows.text, from, span.to);
  if (open < 0) {
    // Without brackets a semicolon ends the URI (RFC 3261 20.10).
    const to = rows.beforeBlanks(from, spans(rows.text, ';', from, span.to)[0]?.to ?? span.to);
    if (to > from) readUri(rows, fields, parts, from, to);
    return to;
  }
  rows.leaf(fields.display, from, rows.beforeBlanks(from, open));
  const close = rows.find('>', open, span.to);
  const to = close < 0 ? span.to : close;
  if (to > open + 1) readUri(rows, fields, parts, open + 1, to);
  return Math.min(span.to, to + 1);
}

/** Place of the first "<" outside quoted strings; -1 when there is none. */
function bracketAt(text: string, from: number, to: number): number {
  let quoted = false;
  for (let at = from; at < to; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') return at;
    else if (!quoted && character === ';') return -1;
  }
  return -1;
}
