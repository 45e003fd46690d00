import type { Field } from '../../codec/field.ts';
import type { ValueRows } from '../../dissect/value-rows.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';

/** A medium: what its m= line says, and the names of its attributes as they come. */
export interface Place {
  readonly kind: string;
  /** Undefined when it is no port number. */
  readonly port: number | undefined;
  readonly protocol: string;
  readonly formats: string;
  readonly whole: boolean;
  readonly attributes: Set<string>;
}

/** Lines whose value is parts between blanks. */
const PARTED: ReadonlyMap<string, readonly [line: Field, ...parts: Field[]]> = new Map([
  ['o', [f.owner, f.ownerName, f.ownerSession, f.ownerVersion, f.ownerNetwork, f.ownerAddressType, f.ownerAddress]],
  ['t', [f.time, f.timeStart, f.timeStop]],
]);

/** Lines whose value is one text. */
const PLAIN: ReadonlyMap<string, Field> = new Map([
  ['v', f.version],
  ['s', f.sessionName],
  ['u', f.uri],
  ['e', f.email],
  ['p', f.phone],
  ['r', f.repeat],
  ['z', f.timezone],
  ['k', f.key],
]);

/**
 * Lays the rows of one line without its end; gives the medium that an m= line begins.
 * @param medium the one that the line belongs to
 * @param partial true when the capture cut the line off
 */
export function readLine(rows: ValueRows, medium: Place | undefined, partial: boolean): Place | undefined {
  const { text } = rows;
  const { length } = text;
  if (text[1] !== '=' || !/[a-z]/.test(text[0] ?? '')) {
    rows.leaf(f.invalid, 0, length);
    const message = `the line begins ${JSON.stringify(text.slice(0, 20))}; a letter and "=" were expected`;
    if (!partial) rows.cursor.find(RULES['SDP-001'], message, rows.bit(0), rows.bit(length));
    return undefined;
  }
  const letter = text[0]!;
  rows.leaf(f.type, 0, 2);
  if (length === 2) return undefined;
  if (letter === 'm') return readMedia(rows);
  const parted = PARTED.get(letter);
  if (parted !== undefined) readParts(rows, ...parted);
  else if (letter === 'c') readConnection(rows);
  else if (letter === 'b') readBandwidth(rows);
  else if (letter === 'a') readAttribute(rows, medium);
  else if (letter === 'i') rows.leaf(medium === undefined ? f.sessionInfo : f.mediaTitle, 2, length);
  else rows.leaf(PLAIN.get(letter) ?? f.unknown, 2, length);
  return undefined;
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/** Runs of other characters between blanks, the last of `most` with all that follows. */
function partsOf(rows: ValueRows, from: number, most: number): Part[] {
  const { text } = rows;
  const parts: Part[] = [];
  let at = from;
  while (at < text.length && parts.length < most) {
    const begin = rows.behindBlanks(at, text.length);
    if (begin === text.length) break;
    const blank = parts.length === most - 1 ? -1 : text.indexOf(' ', begin);
    at = blank < 0 ? text.length : blank;
    parts.push({ from: begin, to: at });
  }
  return parts;
}

function readParts(rows: ValueRows, line: Field, ...fields: readonly Field[]): void {
  rows.group(line, 2, rows.text.length, () => {
    for (const [i, { from, to }] of partsOf(rows, 2, fields.length).entries()) rows.leaf(fields[i]!, from, to);
  });
}

/** `IN IP4 224.2.1.1/127/3`. */
function readConnection(rows: ValueRows): void {
  rows.group(f.connection, 2, rows.text.length, () => {
    const [network, type, address] = partsOf(rows, 2, 3);
    if (network !== undefined) rows.leaf(f.connectionNetwork, network.from, network.to);
    if (type !== undefined) rows.leaf(f.connectionAddressType, type.from, type.to);
    if (address === undefined) return;
    let at = address.from;
    for (const field of [f.connectionAddress, f.connectionTtl, f.connectionCount]) {
      const slash = field === f.connectionCount ? -1 : rows.find('/', at, address.to);
      const to = slash < 0 ? address.to : slash;
      rows.leaf(field, at, to);
      at = Math.min(to + 1, address.to);
    }
  });
}

function readBandwidth(rows: ValueRows): void {
  const { length } = rows.text;
  const colon = rows.find(':', 2, length);
  rows.group(f.bandwidth, 2, length, () => {
    if (colon < 0) return;
    rows.leaf(f.bandwidthModifier, 2, colon);
    rows.leaf(f.bandwidthValue, colon + 1, length);
  });
}

/** `audio 49170/2 RTP/AVP 0 8`. */
function readMedia(rows: ValueRows): Place {
  const { text } = rows;
  const [kind, port, protocol, formats] = partsOf(rows, 2, 4);
  let portNumber: number | undefined;
  rows.group(f.media, 2, text.length, () => {
    if (kind !== undefined) rows.leaf(f.mediaType, kind.from, kind.to);
    if (port !== undefined) {
      const slash = rows.find('/', port.from, port.to);
      const to = slash < 0 ? port.to : slash;
      portNumber = rows.number(f.mediaPort, port.from, to);
      if (slash >= 0) rows.leaf(f.mediaPortCount, slash + 1, port.to);
    }
    if (protocol !== undefined) rows.leaf(f.mediaProtocol, protocol.from, protocol.to);
    if (formats !== undefined) {
      for (const { from, to } of partsOf(rows, formats.from, Number.POSITIVE_INFINITY))
        rows.leaf(f.mediaFormat, from, to);
    }
  });
  const part = (one: Part | undefined) => (one === undefined ? '' : text.slice(one.from, one.to));
  return {
    kind: part(kind),
    port: portNumber !== undefined && portNumber <= 65_535 ? portNumber : undefined,
    protocol: part(protocol),
    formats: part(formats),
    whole: formats !== undefined,
    attributes: new Set(),
  };
}

function readAttribute(rows: ValueRows, medium: Place | undefined): void {
  const { text } = rows;
  const colon = rows.find(':', 2, text.length);
  const nameTo = colon < 0 ? text.length : colon;
  const name = text.slice(2, nameTo).trim().toLowerCase();
  medium?.attributes.add(name);
  const ofSession = medium === undefined;
  rows.group(ofSession ? f.sessionAttribute : f.mediaAttribute, 2, text.length, () => {
    rows.leaf(ofSession ? f.sessionAttributeName : f.mediaAttributeName, 2, nameTo);
    const from = nameTo + 1;
    if (from >= text.length) return;
    if (name === 'rtpmap' && readRtpMap(rows, from)) return;
    if (name === 'fmtp' && readFormatParameters(rows, from)) return;
    const value = ofSession ? f.sessionAttributeValue : f.mediaAttributeValue;
    if (name !== 'path') rows.leaf(value, from, text.length);
    else {
      rows.group(value, from, text.length, () => {
        for (const uri of partsOf(rows, from, Number.POSITIVE_INFINITY)) rows.leaf(f.msrpPath, uri.from, uri.to);
      });
    }
  });
}

/** `8 PCMA/8000`; false, with nothing read, when it is none. */
function readRtpMap(rows: ValueRows, from: number): boolean {
  const match = /^(\s*)(\d{1,3})(\s+)([^\s/]+)(?:\/(\d+))?/.exec(rows.text.slice(from));
  if (match === null) return false;
  const [, blank = '', format = '', gap = '', encoding = '', rate = ''] = match;
  let at = from + blank.length;
  rows.leaf(f.mediaFormat, at, at + format.length);
  at += format.length + gap.length;
  rows.leaf(f.mimeType, at, at + encoding.length);
  at += encoding.length + 1;
  rows.leaf(f.sampleRate, at, at + rate.length);
  return true;
}

/** `101 0-15`; false, with nothing read, when it is none. */
function readFormatParameters(rows: ValueRows, from: number): boolean {
  const [format, parameters] = partsOf(rows, from, 2);
  if (format === undefined || parameters === undefined) return false;
  rows.leaf(f.mediaFormat, format.from, format.to);
  rows.leaf(f.formatParameter, parameters.from, rows.beforeBlanks(parameters.from, parameters.to));
  return true;
}
