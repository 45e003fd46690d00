import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { concatBytes, equalBytes, fromHex, toHex, toUtf8 } from '../base/bytes.ts';
import type { Digest, DigestVerdict } from './digest.ts';
import type { PushCarrier } from './push-carrier.ts';
import { type Secret, secretOctets } from './secrets.ts';

/** The parameters SEC and MAC of a content type. */
export interface SecurityParameters {
  /** Upper-case name: `USERPIN`; numbers are named. */
  readonly method: string | undefined;
  /** As written. */
  readonly mac: string | undefined;
}

const METHODS = ['NETWPIN', 'USERPIN', 'USERNETWPIN', 'USERPINMAC'];
/** The names of DM bootstrap for the same methods. */
const DM_NAMES: Readonly<Record<string, string>> = { NETWORKID: 'NETWPIN', USERPIN_NETWORKID: 'USERNETWPIN' };

export function securityParameters(push: PushCarrier | undefined): SecurityParameters | undefined {
  const inText = [...(push?.contentType?.text ?? '').matchAll(/;\s*([^=;\s]+)\s*=\s*"?([^";]*)"?/g)].map(
    ([, name, value]) => ({
      name: (name ?? '').toLowerCase(),
      value: value ?? '',
    }),
  );
  const parameters = push?.parameters ?? inText;
  const value = (name: string): string | undefined =>
    parameters.find((one) => one.name.toLowerCase() === name)?.value.trim();
  const sec = value('sec');
  const mac = value('mac');
  if (sec === undefined && mac === undefined) return undefined;
  const method = sec === undefined ? undefined : (METHODS[/^\d+$/.test(sec) ? Number(sec) : -1] ?? sec.toUpperCase());
  return { method, mac };
}

/** IMSI as semi-octets: 9 before an odd number of digits, 1 before an even one and F behind, each pair swapped. */
export function imsiOctets(imsi: string): Uint8Array | undefined {
  const digits = imsi.replace(/\D/g, '');
  if (digits === '') return undefined;
  const padded = digits.length % 2 === 1 ? `9${digits}` : `1${digits}F`;
  return fromHex(padded.replace(/(.)(.)/g, '$2$1'));
}

/** A key that a secret gives, and how. */
interface Key {
  readonly formula: string;
  readonly octets: Uint8Array;
}

/**
 * Keys of a secret for a method, the specified form first. What was typed stands for the PIN or the IMSI where these are not
 * given apart; as it is, it is tried too (some gateways take the PIN for every method).
 */
export function macKeys(secret: Secret, method: string): readonly Key[] {
  const typed = secretOctets(secret) ?? new Uint8Array(0);
  const text = secret.form === 'text' ? secret.typed.trim() : '';
  const pins = [secret.pin, text].filter((pin): pin is string => pin !== undefined && pin !== '');
  const numbers = [secret.imsi, /^\d{14,16}$/.test(text) ? text : undefined].filter(
    (imsi): imsi is string => imsi !== undefined && imsi !== '',
  );
  const keys: Key[] = [];
  const add = (formula: string, octets: Uint8Array | undefined): void => {
    if (octets !== undefined && octets.length > 0 && !keys.some((key) => equalBytes(key.octets, octets)))
      keys.push({ formula, octets });
  };
  const name = DM_NAMES[method] ?? method;
  if (name === 'NETWPIN') {
    for (const imsi of numbers) add('NETWPIN-SEMI', imsiOctets(imsi));
    for (const imsi of numbers) add('NETWPIN-DIGITS', toUtf8(imsi));
  } else if (name === 'USERNETWPIN') {
    for (const imsi of numbers) {
      for (const pin of pins) {
        const semi = imsiOctets(imsi);
        if (semi !== undefined) add('USERNETWPIN-SEMI', concatBytes(semi, toUtf8(pin)));
        if (semi !== undefined) add('USERPIN_NETWORKID-SEMI', concatBytes(toUtf8(`${pin}:`), semi));
        add('USERPIN_NETWORKID-DIGITS', toUtf8(`${pin}:${imsi}`));
      }
    }
  } else for (const pin of pins) add('USERPIN', toUtf8(pin));
  add('AS-TYPED', typed);
  return keys;
}

/** The formulas that are the specified one of their method. */
export function isSpecified(formula: string): boolean {
  return formula !== 'AS-TYPED' && formula !== 'NETWPIN-DIGITS';
}

export function contentMac(key: Uint8Array, body: Uint8Array): Uint8Array {
  return hmac(sha1, key, body);
}

/** The digits that a user enters behind the PIN when the MAC does not travel with the message. */
export function userDigits(mac: Uint8Array, count: number): string {
  return Array.from(mac.subarray(0, count), (octet) => octet % 10).join('');
}

type Place = Pick<Digest, 'source' | 'start' | 'end'>;

/** Tries every secret and every form of it on the MAC of a body. */
export function checkContentMac(
  format: string,
  { method, mac }: SecurityParameters,
  body: Uint8Array,
  secrets: readonly Secret[],
  place: Place,
  covered: Place,
): Digest {
  const record = (verdict: DigestVerdict, tried: number, more: Partial<Digest> = {}): Digest => ({
    format,
    verdict,
    tried,
    covered,
    ...place,
    ...more,
  });
  if (method === 'USERPINMAC') return checkEntered(body, secrets, record);
  if (mac === undefined) return record('absent', 0);
  const found = fromHex(mac.trim());
  if (found?.length !== 20) return record('not-verifiable', 0);
  let tried = 0;
  let expected: Uint8Array | undefined;
  for (const secret of secrets) {
    for (const { formula, octets } of macKeys(secret, method ?? '')) {
      tried++;
      const value = contentMac(octets, body);
      expected ??= value;
      if (equalBytes(value, found)) return record('match', tried, { formula, secretForm: 'raw', expected, found });
    }
  }
  return record(expected === undefined ? 'unchecked' : 'mismatch', tried, { found, ...(expected && { expected }) });
}

/** USERPINMAC: the user enters PIN and check digits together, as many of one as of the other. */
function checkEntered(
  body: Uint8Array,
  secrets: readonly Secret[],
  record: (verdict: DigestVerdict, tried: number, more?: Partial<Digest>) => Digest,
): Digest {
  let tried = 0;
  for (const { pin, typed } of secrets) {
    const entered = (pin ?? typed).trim();
    if (!/^(\d\d)+$/.test(entered)) continue;
    tried++;
    const half = entered.length / 2;
    const expected = contentMac(toUtf8(entered.slice(0, half)), body);
    if (userDigits(expected, half) === entered.slice(half))
      return record('match', tried, { formula: 'USERPINMAC', secretForm: 'raw', expected });
  }
  return record(tried === 0 ? 'unchecked' : 'mismatch', tried);
}

export function macText(mac: Uint8Array): string {
  return toHex(mac).toUpperCase();
}
