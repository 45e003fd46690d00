import { equalBytes } from '../../base/bytes.ts';
import type { Digest, DigestVerdict } from '../../dissect/digest.ts';
import { type Secret, type SecretForm, secretOctets, secretsFor } from '../../dissect/secrets.ts';
import { type FormedSecret, type Formula, secretForms } from './formulas.ts';

/** What a check of a digest came to. */
export interface Outcome {
  readonly verdict: DigestVerdict;
  readonly formula?: Formula;
  readonly secretForm?: SecretForm;
  readonly expected?: Uint8Array;
  readonly tried: number;
}

/** Makes the formulas for a secret: those of 1.2 depend on its nonce and account name. */
export type FormulasFor = (secret: Secret) => readonly Formula[];

/** Which forms of a secret are hashed: 1.2 knows the password as typed only. */
export type FormsOf = (raw: Uint8Array) => readonly FormedSecret[];

export const RAW_ONLY: FormsOf = (raw) => [{ form: 'raw', octets: raw }];
export const ALL_FORMS: FormsOf = secretForms;

/** Tries every secret that applies to the server, every formula, every form of the secret; the first match counts. */
export function checkDigest(
  found: Uint8Array,
  secrets: readonly Secret[],
  serverId: string | undefined,
  formulasFor: FormulasFor,
  formsOf: FormsOf,
): Outcome {
  let tried = 0;
  let expected: Uint8Array | undefined;
  const zero = found.every((octet) => octet === 0);
  for (const secret of secretsFor(secrets, serverId)) {
    const raw = secretOctets(secret);
    if (raw === undefined) continue;
    const formulas = formulasFor(secret);
    expected ??= formulas[0]?.digest(raw);
    if (zero) break;
    const forms = formsOf(raw);
    for (const formula of formulas) {
      for (const { form, octets } of forms) {
        tried++;
        if (equalBytes(formula.digest(octets), found)) {
          return { verdict: 'match', formula, secretForm: form, ...(expected && { expected }), tried };
        }
      }
    }
  }
  if (zero) return { verdict: 'zero', ...(expected && { expected }), tried };
  return expected === undefined ? { verdict: 'unchecked', tried } : { verdict: 'mismatch', expected, tried };
}

/** True when the digest is what the canonical formula gives with the secret as typed. */
export function isCanonical(outcome: Outcome): boolean {
  return outcome.formula?.id.endsWith('-F1') === true && outcome.secretForm === 'raw';
}

/** The record of a check, as the rest of the application sees it. */
export function digestRecord(
  format: string,
  outcome: Outcome,
  place: { readonly source: number; readonly start: number; readonly end: number },
  found: Uint8Array | undefined,
  covered: Digest['covered'],
): Digest {
  const { verdict, formula, secretForm, expected, tried } = outcome;
  return {
    format,
    verdict,
    ...(formula && { formula: formula.id }),
    ...(secretForm && { secretForm }),
    ...(expected && { expected }),
    ...(found && { found }),
    ...(covered && { covered }),
    tried,
    ...place,
  };
}
