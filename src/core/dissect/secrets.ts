import { fromBase64, fromHex, toUtf8 } from '../base/bytes.ts';

/** A shared secret as its owner typed it. It lives in memory only. */
export interface Secret {
  /** Applies to messages of this server only; to all when left out. */
  readonly serverId?: string;
  readonly form: 'text' | 'hex' | 'base64';
  /** As typed, in that form. */
  readonly typed: string;
  /** Octets of the server nonce (DM 1.2). */
  readonly nonce?: Uint8Array;
  /** Name that stands in for the server identifier in one reading of the 1.2 digest. */
  readonly accountName?: string;
  /** PIN that protects provisioning, as the user enters it; what was typed when left out. */
  readonly pin?: string;
  /** IMSI that protects provisioning, as digits; what was typed, when that is one, when left out. */
  readonly imsi?: string;
}

/** How the octets that were hashed follow from what was typed. */
export type SecretForm = 'raw' | 'base64' | 'hex' | 'nul';

/** Octets of a secret in its stated form; undefined when what was typed is not of that form. */
export function secretOctets(secret: Secret): Uint8Array | undefined {
  switch (secret.form) {
    case 'text':
      return toUtf8(secret.typed);
    case 'hex':
      return fromHex(secret.typed.replace(/[\s:]/g, ''));
    case 'base64':
      return fromBase64(secret.typed.replace(/\s/g, ''));
  }
}

/** Secrets that apply to messages of `serverId`; those that name the server come first. */
export function secretsFor(secrets: readonly Secret[], serverId: string | undefined): readonly Secret[] {
  // A PIN or an IMSI alone is for provisioning: an empty secret beside it was not typed.
  const typed = secrets.filter(({ typed, pin, imsi }) => typed !== '' || (pin === undefined && imsi === undefined));
  const named = typed.filter((secret) => secret.serverId !== undefined && secret.serverId === serverId);
  return [...named, ...typed.filter((secret) => secret.serverId === undefined)];
}
