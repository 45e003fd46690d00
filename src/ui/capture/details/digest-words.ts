import type { DigestView } from '../../../worker/api.ts';
import type { DigestVerdict } from '../../widgets/signs.ts';

export interface VerdictWords {
  readonly word: string;
  readonly tone: 'good' | 'error' | 'warning' | 'info';
  readonly sentence: string;
  /** What to do now; empty when there is nothing to do. */
  readonly next: string;
}

export const VERDICT_WORDS: Readonly<Record<DigestVerdict, VerdictWords>> = {
  match: {
    word: 'Verified',
    tone: 'good',
    sentence: 'The digest is right for one of your secrets',
    next: '',
  },
  mismatch: {
    word: 'Mismatch',
    tone: 'error',
    sentence: 'No secret that applies gives this digest, in any known reading of the formula',
    next: 'Check the secret and the form it was typed in. If it is right, the octets were changed after they were hashed, or the sender hashes something else: compare the hashed octets with what the sender logs.',
  },
  zero: {
    word: 'All zero',
    tone: 'error',
    sentence: 'The digest octets are all zero',
    next: 'The sender had no secret for this device, or left out the last step and never filled the digest in. A client has to reject the message.',
  },
  absent: {
    word: 'Absent',
    tone: 'warning',
    sentence: 'The message carries no digest',
    next: 'A client cannot tell who sent it. See the findings for the rule that asks for a digest.',
  },
  'not-verifiable': {
    word: 'Cannot be checked',
    tone: 'warning',
    sentence: 'The message is broken in or before its digest, so it is not clear what was hashed',
    next: 'Look at the findings first: repair what is broken, then the digest can be judged.',
  },
  unchecked: {
    word: 'Not checked',
    tone: 'info',
    sentence: 'No secret was given that applies to this message',
    next: 'Give the secret of this server. It stays in the memory of this page.',
  },
};

/** What each formula hashes, in plain words; the first of each family is the specification's. */
const FORMULAS: Readonly<Record<string, string>> = {
  'N12-F1': 'As specified: server identifier and password, the nonce, and the trigger, joined by colons',
  'N12-F2': 'As specified, with four zero octets as nonce (resynchronisation)',
  'N12-F3': 'The nonce is hashed as its base64 text',
  'N12-F4': 'The nonce is empty',
  'N12-F5': 'The nonce is the text 0x00000000',
  'N12-F6': 'The nonce is the text 00000000',
  'N12-F7': 'The nonce is the text AAAAAA==',
  'N12-F8': 'With an empty password, the server identifier is hashed alone and without its colon',
  'N12-F9': 'The vendor-specific octets at the end of the trigger are left out',
  'N12-F10': 'The trigger is cut to its length modulo 256',
  'N12-F11': 'The nonce went through a UTF-8 text type that replaced octets',
  'N12-F12': 'The account name stands in place of the server identifier',
  'N13-F1': 'As specified: secret, header and options, joined by colons',
  'N13-F2': 'With the space that the specification prints after the first colon',
  'N13-F3': 'Secret, header and options without separators',
  'N13-F4': 'One colon only, then the message in one piece',
  'N13-F5': 'The time stamp once more as a nonce, in binary',
  'N13-F6': 'The time stamp once more as a nonce, in decimal digits',
  'N13-F7': 'The shape of version 1.2, with SHA-256 and the time stamp as nonce',
  'N13-F8': 'The shape of version 1.2, with SHA-256 and the time stamp in decimal digits as nonce',
  'N13-F9': 'HMAC-SHA-256 of header and options, with the secret as key',
  'N13-F10': 'Header and options as lower-case hexadecimal text',
  'N13-F11': 'Header and options as upper-case hexadecimal text',
  'N13-F12': 'Header and options as base64 text',
  'N20-F1': 'As specified: the secret, then the package with zeros in place of the digest',
  'N20-F2': 'With a bar octet between secret and package',
  'N20-F3': 'With a colon between secret and package, as in 1.3',
  'N20-F4': 'The digest octets are left out instead of being zero',
  'N20-F5': 'The time in the digest option is zero as well',
  'N20-F6': 'The whole digest option is left out',
  'N20-F7': 'The secret stands last',
  'N20-F8': 'HMAC-SHA-256 of the package, with the secret as key',
  USERPIN: 'As specified: HMAC-SHA-1 of the document, with the PIN as key',
  USERPINMAC: 'As specified: the user enters digits of the HMAC behind the PIN',
  'NETWPIN-SEMI': 'As specified: HMAC-SHA-1 of the document, with the IMSI in semi-octets as key',
  'NETWPIN-DIGITS': 'The IMSI is the key as digits of text',
  'USERNETWPIN-SEMI': 'As specified: the IMSI in semi-octets, then the PIN, as key',
  'AS-TYPED': 'What was typed is the key as it is, whatever the method asks for',
};

const DEVIATIONS: ReadonlySet<string> = new Set(['AS-TYPED', 'NETWPIN-DIGITS']);

export function formulaWords(id: string): string | undefined {
  return Object.hasOwn(FORMULAS, id) ? FORMULAS[id] : undefined;
}

/** True for formulas that are known to be none of the specification. */
export function deviates(id: string): boolean {
  if (DEVIATIONS.has(id)) return true;
  return /^N\d+-F\d+$/.test(id) && !/-F1$/.test(id) && id !== 'N12-F2';
}

export const SECRET_FORMS: Readonly<Record<NonNullable<DigestView['secretForm']>, string>> = {
  raw: 'the octets as typed',
  base64: 'the typed text, decoded from base64',
  hex: 'the typed text, decoded from hexadecimal',
  nul: 'the octets as typed and a zero octet',
};
