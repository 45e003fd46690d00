import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, fromBase64, fromHex, fromLatin1, fromUtf8, toHex, toUtf8 } from '../../base/bytes.ts';
import type { Digest, DigestVerdict } from '../../dissect/digest.ts';
import { splitOutsideQuotes, unquote } from '../../dissect/header-parameters.ts';
import { type Secret, secretOctets } from '../../dissect/secrets.ts';

/** Scheme and parameters of Authorization and its like; a single word behind the scheme is `token`. */
export interface Credentials {
  /** Lower case. */
  readonly scheme: string;
  readonly token: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export function readCredentials(value: string): Credentials {
  const blank = value.indexOf(' ');
  const scheme = (blank < 0 ? value : value.slice(0, blank)).toLowerCase();
  const token = blank < 0 ? '' : value.slice(blank + 1).trim();
  const parameters = new Map<string, string>();
  for (const part of splitOutsideQuotes(token, ',')) {
    const at = part.indexOf('=');
    if (at > 0) parameters.set(part.slice(0, at).trim().toLowerCase(), unquote(part.slice(at + 1).trim()));
  }
  return { scheme, token, parameters };
}

/** `name:password` of Basic credentials; undefined when they are none. */
export function basicOf(credentials: Credentials): string | undefined {
  if (credentials.scheme !== 'basic') return undefined;
  const octets = fromBase64(credentials.token);
  return octets === undefined ? undefined : (fromUtf8(octets) ?? fromLatin1(octets));
}

type Hash = (octets: Uint8Array) => Uint8Array;
const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['md5', md5],
  ['sha-256', sha256],
  ['sha-512-256', sha512_256],
]);

/** What a digest was made over, besides name and password. */
export interface DigestSubject {
  readonly method: string;
  readonly body: Uint8Array;
}

/**
 * The response of RFC 7616 3.4 as hexadecimal digits.
 * @param hash the algorithm without `-sess`
 */
function responseOf(
  hash: Hash,
  parameters: ReadonlyMap<string, string>,
  password: Uint8Array,
  { method, body }: DigestSubject,
): string {
  const get = (name: string): string => parameters.get(name) ?? '';
  const hashed = (...parts: readonly (string | Uint8Array)[]): string =>
    toHex(hash(concatBytes(...parts.map((part) => (typeof part === 'string' ? toUtf8(part) : part)))));
  let first = hashed(`${get('username')}:${get('realm')}:`, password);
  if (get('algorithm').toLowerCase().endsWith('-sess')) first = hashed(`${first}:${get('nonce')}:${get('cnonce')}`);
  const qop = get('qop').toLowerCase();
  const second =
    qop === 'auth-int' ? hashed(`${method}:${get('uri')}:${hashed(body)}`) : hashed(`${method}:${get('uri')}`);
  if (qop === '') return hashed(`${first}:${get('nonce')}:${second}`);
  return hashed(`${first}:${get('nonce')}:${get('nc')}:${get('cnonce')}:${get('qop')}:${second}`);
}

/** Tries every secret as the password of Digest credentials. */
export function checkHttpDigest(
  { parameters }: Credentials,
  subject: DigestSubject,
  secrets: readonly Secret[],
  place: Pick<Digest, 'source' | 'start' | 'end'>,
): Digest {
  const record = (verdict: DigestVerdict, tried: number, more: Partial<Digest> = {}): Digest => ({
    format: 'http-digest',
    verdict,
    tried,
    ...place,
    ...more,
  });
  const name = (parameters.get('algorithm') ?? 'MD5').toLowerCase().replace(/-sess$/, '');
  const hash = HASHES.get(name);
  const found = fromHex(parameters.get('response') ?? '');
  if (hash === undefined || found === undefined || found.length === 0) return record('not-verifiable', 0);
  let tried = 0;
  let expected: Uint8Array | undefined;
  for (const secret of secrets) {
    const password = secretOctets(secret);
    if (password === undefined) continue;
    tried++;
    const value = fromHex(responseOf(hash, parameters, password, subject));
    expected ??= value;
    if (value !== undefined && equalBytes(value, found))
      return record('match', tried, { formula: `digest-${name}`, secretForm: 'raw', expected: value, found });
  }
  return record(tried === 0 ? 'unchecked' : 'mismatch', tried, { found, ...(expected && { expected }) });
}
