import { md5 } from '@noble/hashes/legacy.js';
import { concatBytes, equalBytes, fromBase64, fromUtf8, toBase64, toUtf8 } from '../../base/bytes.ts';
import type { Digest } from '../../dissect/digest.ts';
import { ZERO_NONCE } from '../../dissect/dm-resync.ts';
import { type Secret, secretOctets } from '../../dissect/secrets.ts';

const COLON = toUtf8(':');
const NONE = new Uint8Array(0);

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  concatBytes(...parts.flatMap((part, i) => (i === 0 ? [part] : [COLON, part])));
const hashed = (octets: Uint8Array): Uint8Array => toUtf8(toBase64(md5(octets)));

/** Octets of a basic credential: name, colon, password. */
export function basicCredential(user: string, password: Uint8Array): Uint8Array {
  return joined(toUtf8(user), password);
}

/** MD5 credential: H( B64(H(user ":" password)) ":" nonce ). */
export function md5Credential(user: string, password: Uint8Array, nonce: Uint8Array): Uint8Array {
  return md5(joined(hashed(basicCredential(user, password)), nonce));
}

/** MAC of x-syncml-hmac: H( B64(H(user ":" password)) ":" nonce ":" B64(H(body)) ); it is not the HMAC of RFC 2104. */
export function bodyMac(user: string, password: Uint8Array, nonce: Uint8Array, body: Uint8Array): Uint8Array {
  return md5(joined(hashed(basicCredential(user, password)), nonce, hashed(body)));
}

type Formula = 'basic' | 'md5' | 'hmac';

interface Trial {
  readonly formula: Formula;
  /** As written: base64. */
  readonly text: string;
  readonly users: readonly string[];
  readonly body: Uint8Array;
}

/** Ends the id of a formula that matched with the zero nonce instead of the one given. */
export const ZERO_SUFFIX = '-ZERO';

function credentialOf(
  formula: Formula,
  user: string,
  password: Uint8Array,
  nonce: Uint8Array,
  body: Uint8Array,
): Uint8Array {
  if (formula === 'basic') return basicCredential(user, password);
  return formula === 'md5' ? md5Credential(user, password, nonce) : bodyMac(user, password, nonce, body);
}

/** Tries every secret with every name, and with the nonce given and the zero nonce, on one credential. */
export function checkCredential(
  { formula, text, users, body }: Trial,
  secrets: readonly Secret[],
  place: Pick<Digest, 'source' | 'start' | 'end'>,
  covered: Digest['covered'],
): Digest {
  const base = { format: 'syncml-cred', ...place, ...(covered !== undefined && { covered }) };
  const found = fromBase64(text.replace(/\s/g, ''));
  if (found === undefined || (formula !== 'basic' && found.length !== 16))
    return { ...base, verdict: 'not-verifiable', tried: 0 };
  let tried = 0;
  let expected: Uint8Array | undefined;
  for (const secret of secrets) {
    const password = secretOctets(secret);
    if (password === undefined) continue;
    const nonce = secret.nonce ?? NONE;
    const names = [secret.accountName, ...users, secret.serverId].filter(
      (name): name is string => name !== undefined && name !== '',
    );
    const nonces = formula === 'basic' || equalBytes(nonce, ZERO_NONCE) ? [nonce] : [nonce, ZERO_NONCE];
    for (const user of new Set(names)) {
      for (const used of nonces) {
        tried++;
        const value = credentialOf(formula, user, password, used, body);
        expected ??= value;
        if (!equalBytes(value, found)) continue;
        const id = `CRED-${formula.toUpperCase()}${used === nonce ? '' : ZERO_SUFFIX}`;
        return { ...base, verdict: 'match', formula: id, secretForm: 'raw', expected: value, found, tried };
      }
    }
  }
  return {
    ...base,
    verdict: expected === undefined ? 'unchecked' : 'mismatch',
    found,
    ...(expected && { expected }),
    tried,
  };
}

/** Name of a basic credential. */
export function basicUser(text: string): string | undefined {
  const octets = fromBase64(text.replace(/\s/g, ''));
  const plain = octets === undefined ? undefined : fromUtf8(octets);
  return plain?.includes(':') === true ? plain.slice(0, plain.indexOf(':')) : undefined;
}

export interface HmacHeader {
  readonly algorithm: string;
  readonly user: string;
  readonly mac: string;
}

/** `algorithm=MD5, username="Robert Jordan", mac=...`, in any order; undefined without a MAC. */
export function hmacHeader(text: string): HmacHeader | undefined {
  const values = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(/([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([^,\s]+))/g))
    values.set(name.toLowerCase(), quoted ?? plain ?? '');
  const mac = values.get('mac');
  return mac === undefined
    ? undefined
    : { algorithm: values.get('algorithm') ?? 'MD5', user: values.get('username') ?? '', mac };
}
