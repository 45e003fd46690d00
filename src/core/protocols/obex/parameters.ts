import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { APPLICATION_PARAMETERS, AUTH_RESPONSE, CHALLENGE, SESSION_PARAMETERS } from './codes.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { utf16 } from './scan.ts';

/** Nonces and digests are MD5 values. */
const DIGEST_OCTETS = 16;

interface Parameters {
  readonly group: Field;
  readonly tag: Field;
  readonly length: Field;
  /** Reads the value of a parameter, a window of `octets` octets. */
  readonly value: (cursor: Cursor, tag: number, octets: number) => void;
  /** Tag that must be there, and what it is. */
  readonly required: { readonly tag: number; readonly label: string } | undefined;
}

function digestValue(cursor: Cursor, field: Field, octets: number): void {
  const start = cursor.bit;
  cursor.octets(field, octets);
  if (octets !== DIGEST_OCTETS) {
    cursor.find(RULES['OBEX-014'], `the ${field.label.toLowerCase()} has ${octets} octets, not 16`, start, cursor.bit);
  }
}

function readRealm(cursor: Cursor, octets: number): void {
  const charset = cursor.uint(f.realmCharset, 8);
  if (octets < 2) return;
  const { at, bytes } = cursor;
  const end = at + octets - 1;
  cursor.textAs(f.realm, octets - 1, charset === 255 ? utf16(bytes, at, end) : fromLatin1(bytes.subarray(at, end)));
}

const KINDS: Readonly<Record<number, Parameters>> = {
  [CHALLENGE]: {
    group: f.authentication,
    tag: f.challengeTag,
    length: f.authenticationLength,
    required: { tag: 0, label: 'nonce' },
    value: (cursor, tag, octets) => {
      if (tag === 0) digestValue(cursor, f.nonce, octets);
      else if (tag === 1 && octets === 1) {
        cursor.uint(f.optionReserved, 6);
        cursor.uint(f.readOnly, 1);
        cursor.uint(f.needsUser, 1);
      } else if (tag === 2) readRealm(cursor, octets);
      else cursor.octets(f.authenticationValue, octets);
    },
  },
  [AUTH_RESPONSE]: {
    group: f.authentication,
    tag: f.responseTag,
    length: f.authenticationLength,
    required: { tag: 0, label: 'request digest' },
    value: (cursor, tag, octets) => {
      if (tag === 0) digestValue(cursor, f.digest, octets);
      else if (tag === 1) cursor.octets(f.userId, octets);
      else if (tag === 2) digestValue(cursor, f.nonce, octets);
      else cursor.octets(f.authenticationValue, octets);
    },
  },
  [SESSION_PARAMETERS]: {
    group: f.session,
    tag: f.sessionTag,
    length: f.sessionLength,
    required: undefined,
    value: (cursor, _tag, octets) => cursor.octets(f.sessionValue, octets),
  },
  [APPLICATION_PARAMETERS]: {
    group: f.parameter,
    tag: f.parameterTag,
    length: f.parameterLength,
    required: undefined,
    value: (cursor, _tag, octets) => cursor.octets(f.parameterValue, octets),
  },
};

/** True for headers whose value is a list of parameters: tag, length, value. */
export function hasParameters(id: number): boolean {
  return KINDS[id] !== undefined;
}

/** Reads the parameters up to the end of the window. */
export function readParameters(cursor: Cursor, id: number): void {
  const kind = KINDS[id];
  if (kind === undefined) return;
  const start = cursor.bit;
  const seen = new Set<number>();
  while (cursor.octetsLeft > 0) {
    const row = cursor.open(kind.group);
    const at = cursor.bit;
    if (cursor.octetsLeft < 2 || cursor.octetsLeft - 2 < (cursor.peek(8, 8) ?? 0)) {
      cursor.find(
        RULES['OBEX-015'],
        `a parameter needs more than the ${cursor.octetsLeft} octets that are left of its header`,
        at,
        cursor.end,
      );
      cursor.bit = cursor.end;
      cursor.close(row);
      return;
    }
    const tag = cursor.uint(kind.tag, 8);
    const octets = cursor.uint(kind.length, 8);
    seen.add(tag);
    if (octets > 0) kind.value(cursor, tag, octets);
    cursor.close(row);
  }
  if (kind.required !== undefined && !seen.has(kind.required.tag)) {
    cursor.find(RULES['OBEX-014'], `there is no ${kind.required.label}`, start, cursor.end);
  }
}
