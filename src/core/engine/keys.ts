import { fromHex } from '../base/bytes.ts';
import type { Secret } from '../dissect/secrets.ts';
import { secretOctets } from '../dissect/secrets.ts';
import type { SecretInput } from './views.ts';

/** A fault of what the user gave, with the path of the value at fault. */
export class KeysError extends Error {
  override readonly name = 'KeysError';
}

const FORMS = ['text', 'hex', 'base64'] as const;

/**
 * Secrets from `{"secrets": [{"serverId"?, "text" | "hex" | "base64", "nonce"?, "accountName"?, "pin"?, "imsi"?}]}`;
 * one that only protects provisioning may have "pin" or "imsi" and no other value.
 * @throws KeysError that names the path and what is allowed there
 */
export function parseKeys(json: unknown): Secret[] {
  if (!isRecord(json)) throw new KeysError('keys: an object with "secrets" is expected');
  const { secrets } = json;
  if (secrets === undefined) return [];
  if (!Array.isArray(secrets)) throw new KeysError('keys.secrets: a list is expected');
  return secrets.map((entry: unknown, i) => parseSecret(entry, `keys.secrets[${i}]`));
}

/** The secret that a form holds; undefined while what was typed is not of the stated form. */
export function secretOf(input: SecretInput): Secret | undefined {
  const nonce =
    input.nonce === undefined || input.nonce === '' ? undefined : fromHex(input.nonce.replace(/[\s:]/g, ''));
  if (input.nonce !== undefined && input.nonce !== '' && nonce === undefined) return undefined;
  const pin = input.pin?.trim() ?? '';
  const stated = input.imsi?.trim() ?? '';
  const imsi = stated === '' ? undefined : imsiDigits(stated);
  if (stated !== '' && imsi === undefined) return undefined;
  const secret: Secret = {
    form: input.form,
    typed: input.typed,
    ...(input.serverId === undefined || input.serverId === '' ? {} : { serverId: input.serverId }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(input.accountName === undefined || input.accountName === '' ? {} : { accountName: input.accountName }),
    ...(pin === '' ? {} : { pin }),
    ...(imsi === undefined ? {} : { imsi }),
  };
  return secretOctets(secret) === undefined ? undefined : secret;
}

function parseSecret(entry: unknown, path: string): Secret {
  if (!isRecord(entry)) throw new KeysError(`${path}: an object is expected`);
  const given = FORMS.filter((form) => entry[form] !== undefined && entry[form] !== null);
  const text = (key: string): string | undefined => {
    const value = entry[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw new KeysError(`${path}.${key}: a string is expected`);
    return value;
  };
  const pin = text('pin');
  const imsiText = text('imsi');
  const imsi = imsiText === undefined ? undefined : imsiDigits(imsiText);
  if (imsiText !== undefined && imsi === undefined) throw new KeysError(`${path}.imsi: 6 to 16 digits are expected`);
  const [form = 'text', ...others] = given;
  if ((given.length === 0 && pin === undefined && imsi === undefined) || others.length > 0)
    throw new KeysError(`${path}: one of "text", "hex", "base64" is expected, or else "pin" or "imsi"`);
  const typed = given.length === 0 ? '' : text(form);
  if (typed === undefined) throw new KeysError(`${path}.${form}: a string is expected`);
  const serverId = text('serverId');
  const nonceText = text('nonce');
  const nonce = nonceText === undefined ? undefined : fromHex(nonceText);
  if (nonceText !== undefined && nonce === undefined)
    throw new KeysError(`${path}.nonce: hexadecimal digits are expected`);
  const accountName = text('accountName');
  const secret: Secret = {
    form,
    typed,
    ...(serverId === undefined ? {} : { serverId }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(accountName === undefined ? {} : { accountName }),
    ...(pin === undefined ? {} : { pin }),
    ...(imsi === undefined ? {} : { imsi }),
  };
  if (secretOctets(secret) === undefined) throw new KeysError(`${path}.${form}: not ${form}`);
  return secret;
}

/** Digits of an IMSI, which people write in groups; undefined when it holds anything else. */
function imsiDigits(typed: string): string | undefined {
  const digits = typed.replace(/[\s-]/g, '');
  return /^\d{6,16}$/.test(digits) ? digits : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
