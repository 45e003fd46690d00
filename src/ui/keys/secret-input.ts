import { fromBase64, toUtf8 } from '../../core/base/bytes.ts';
import type { SecretInput } from '../../worker/api.ts';

export type SecretForm = SecretInput['form'];

/** How many octets what was typed stands for, or what is wrong with it. */
export type Reading = { readonly octets: number } | { readonly fault: string };

export function readSecret(form: SecretForm, typed: string): Reading {
  switch (form) {
    case 'text':
      return { octets: toUtf8(typed).length };
    case 'hex': {
      // The engine takes blanks and colons, so a leading 0x is refused here rather than dropped in silence.
      const digits = typed.replace(/[\s:]/g, '');
      if (/^0x/i.test(digits)) return { fault: 'Leave out the leading 0x' };
      if (!/^[0-9a-f]*$/i.test(digits)) return { fault: 'Only digits 0 to 9 and letters a to f' };
      return digits.length % 2 === 1
        ? { fault: 'A digit is missing: two make an octet' }
        : { octets: digits.length / 2 };
    }
    case 'base64': {
      const octets = fromBase64(typed.replace(/\s/g, ''));
      return octets === undefined
        ? { fault: 'Not base64: a character or the length is wrong' }
        : { octets: octets.length };
    }
  }
}

/** A nonce is always hexadecimal. */
export function readNonce(typed: string): Reading {
  return readSecret('hex', typed);
}

/** What is wrong with an IMSI; people write it in groups. */
export function imsiFault(typed: string): string | undefined {
  const digits = typed.replace(/[\s-]/g, '');
  if (digits === '') return undefined;
  if (!/^\d+$/.test(digits)) return 'Only digits 0 to 9';
  return digits.length < 6 || digits.length > 16 ? 'An IMSI has 6 to 16 digits' : undefined;
}

export const faultOf = (reading: Reading): string | undefined => ('fault' in reading ? reading.fault : undefined);

/** The secret with an optional part changed; an empty text takes the part out. */
export function withPart(
  secret: SecretInput,
  part: 'serverId' | 'nonce' | 'accountName' | 'pin' | 'imsi',
  typed: string | undefined,
): SecretInput {
  const { [part]: _, ...rest } = secret;
  return typed === undefined || typed === '' ? rest : { ...rest, [part]: typed };
}

/** One secret per line that is not empty; what is there already and what comes twice is left out. */
export function secretsFromLines(
  text: string,
  form: SecretForm,
  serverId: string | undefined,
  existing: readonly SecretInput[],
): { readonly added: readonly SecretInput[]; readonly repeated: number; readonly faulty: readonly string[] } {
  const keyOf = (secret: SecretInput): string => JSON.stringify([secret.serverId ?? null, secret.form, secret.typed]);
  const seen = new Set(existing.map(keyOf));
  const added: SecretInput[] = [];
  const faulty: string[] = [];
  let repeated = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // Blanks may belong to a text; digits carry none.
    const typed = form === 'text' ? line : line.trim();
    if (typed === '') continue;
    if (faultOf(readSecret(form, typed)) !== undefined) {
      faulty.push(typed);
      continue;
    }
    const secret = withPart({ form, typed }, 'serverId', serverId);
    if (seen.has(keyOf(secret))) repeated++;
    else {
      seen.add(keyOf(secret));
      added.push(secret);
    }
  }
  return { added, repeated, faulty };
}

export function octetCount(octets: number): string {
  return `${octets} ${octets === 1 ? 'octet' : 'octets'}`;
}
