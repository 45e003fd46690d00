import type { SecretForm } from './secrets.ts';

/** `not-verifiable`: the structure is broken before or in the digest; `unchecked`: no secret was given. */
export type DigestVerdict = 'match' | 'mismatch' | 'zero' | 'absent' | 'not-verifiable' | 'unchecked';

/** What became of one digest of a packet. */
export interface Digest {
  /** Message format: `dm-1.3`. */
  readonly format: string;
  readonly verdict: DigestVerdict;
  /** Id of the formula that matched. */
  readonly formula?: string;
  readonly secretForm?: SecretForm;
  /** Octets that the canonical formula gives with the first secret that applies. */
  readonly expected?: Uint8Array;
  readonly found?: Uint8Array;
  /** What the canonical formula hashed, the secret left out, as `(source, start bit, end bit)`. */
  readonly covered?: { readonly source: number; readonly start: number; readonly end: number };
  /** How many (formula, form of secret, secret) combinations were tried. */
  readonly tried: number;
  readonly source: number;
  readonly start: number;
  readonly end: number;
}
