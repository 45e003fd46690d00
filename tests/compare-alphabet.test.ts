import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '../src/core/base/bytes.ts';
import { packSeptets } from '../src/core/base/gsm-alphabet.ts';
import { Registry } from '../src/core/dissect/registry.ts';
import { register as exportedPdu } from '../src/core/protocols/exported-pdu/exported-pdu.ts';
import { register as frame } from '../src/core/protocols/frame/frame.ts';
import { register as cpRp } from '../src/core/protocols/gsm-cp-rp/cp.ts';
import { register as sms } from '../src/core/protocols/gsm-sms/gsm-sms.ts';
import { register as userData } from '../src/core/protocols/gsm-sms-ud/user-data.ts';
import { checkTiling, dissect, values } from '../src/core/testing/packets.ts';
import { hasTshark } from './tshark-readings.ts';

/* Every code point of the alphabets of TS 23.038, in messages whose user data header chooses the table. tshark 4.0.17 has
   the default alphabet and its extension but leaves the national tables aside (checked below, so that a tshark that reads
   them is noticed); those are held against the letters that the annex of TS 23.038 gives, which two public
   implementations (a telephony stack for Linux and one for phones) list alike. */

const registry = new Registry();
for (const register of [frame, exportedPdu, cpRp, sms, userData]) register(registry);

type Kind = 'single' | 'locking';
const ELEMENT = { single: 0x24, locking: 0x25 } as const;
const ESCAPE = 0x1b;
const A = 0x61;
const B = 0x62;
const CODES = Array.from({ length: 128 }, (_, code) => code);

const readings = JSON.parse(
  readFileSync(new URL('fixtures/sms/gsm-alphabet-tshark.json', import.meta.url), 'utf8'),
) as Readonly<Record<Kind, readonly string[]>>;

/** CP-DATA with RP-DATA to the mobile with an SMS-DELIVER with the character between two letters, as an exported PDU. */
function packet(kind: Kind, language: number, code: number): Uint8Array {
  const septets = kind === 'single' ? [A, ESCAPE, code, B] : [A, code, A];
  // The header's four octets are 32 bits; three more bring the text to a boundary of 7 bits.
  const text = packSeptets(Uint8Array.from(septets), 3);
  const header = Uint8Array.of(3, ELEMENT[kind], 1, language);
  const deliver = concatBytes(
    fromHex('440c914477000910320000')!,
    fromHex('32114122310200')!,
    Uint8Array.of(5 + septets.length),
    header,
    text,
  );
  const relay = concatBytes(fromHex('012a079144775810065000')!, Uint8Array.of(deliver.length), deliver);
  const name = new TextEncoder().encode('gsm_a_dtap\0\0');
  return concatBytes(Uint8Array.of(0, 12, 0, name.length), name, Uint8Array.of(0, 0, 0, 0, 9, 1, relay.length), relay);
}

function ours(kind: Kind, language: number, code: number): string {
  const { tree } = dissect(registry, 252, packet(kind, language, code));
  checkTiling(tree);
  return String(values(tree, 'gsm_sms.sms_text')[0]);
}

/** Letters of the national tables with their codes: TS 23.038 annex A.2 (single shift) and A.3 (locking shift). */
const NATIONAL: Readonly<Record<Kind, Readonly<Record<number, string>>>> = {
  single: {
    1: '47Ğ 49İ 53Ş 63ç 67ğ 69ı 73ş',
    2: '09ç 41Á 49Í 4fÓ 55Ú 61á 69í 6fó 75ú',
    3: '05ê 09ç 0bÔ 0cô 0eÁ 0fá 12Φ 13Γ 15Ω 16Π 17Ψ 18Σ 19Θ 1fÊ 41À 49Í 4fÓ 55Ú 5bÃ 5cÕ 61Â 69í 6fó 75ú 7bã 7cõ 7fâ',
  },
  locking: {
    1: '04€ 07ı 0bĞ 0cğ 1cŞ 1dş 40İ 60ç',
    2: '',
    3: '04ê 06ú 07í 08ó 09ç 0bÔ 0cô 0eÁ 0fá 12ª 13Ç 14À 15∞ 16^ 17\\ 18€ 19Ó 1a| 1cÂ 1dâ 1eÊ 24º 40Í 5bÃ 5cÕ 5dÚ 60~ 7bã 7cõ 7d`',
  },
};

function national(kind: Kind, language: number): Map<number, string> {
  const pairs = (NATIONAL[kind][language] ?? '').split(' ').filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => [Number.parseInt(pair.slice(0, 2), 16), pair.slice(2)]));
}

/** tshark's reading of an escape that no table has is U+FFFD; TS 23.038 6.2.1.1 has the character of the main table shown. */
function expected(kind: Kind, language: number, code: number): string {
  const letter = national(kind, language).get(code);
  if (kind === 'locking') return letter === undefined ? readings.locking[code]! : `a${letter}a`;
  const read = readings.single[code]!;
  if (letter !== undefined) return `a${letter}b`;
  return read.includes('\ufffd') ? `a${readings.locking[code]!.slice(1, -1)}b` : read;
}

describe('the alphabets of TS 23.038', () => {
  test.each([
    ['single', 0],
    ['single', 1],
    ['single', 2],
    ['single', 3],
    ['locking', 0],
    ['locking', 1],
    ['locking', 2],
    ['locking', 3],
  ] as const)('%s shift of language %d', (kind, language) => {
    const wrong = CODES.filter(
      // An escape behind an escape, or one alone, is a blank here and its own business there.
      (code) => code !== ESCAPE && ours(kind, language, code) !== expected(kind, language, code),
    );
    expect(wrong).toEqual([]);
    expect(new Set(CODES.map((code) => ours(kind, language, code))).size).toBeGreaterThan(100);
  });

  test('an escape in the place of a character is a blank', () => {
    expect(ours('single', 0, ESCAPE)).toBe('a b');
    expect(ours('locking', 0, ESCAPE)).toBe('aa');
  });
});

describe.skipIf(!hasTshark())('tshark', () => {
  test('reads what is kept of it', () => {
    const all = (['single', 'locking'] as const).flatMap((kind) =>
      [0, 1, 2, 3].flatMap((language) => CODES.map((code) => ({ kind, code, bytes: packet(kind, language, code) }))),
    );
    const folder = mkdtempSync(join(tmpdir(), 'alphabet-'));
    try {
      const file = join(folder, 'all.pcap');
      const parts = all.flatMap(({ bytes }) => {
        const head = Buffer.alloc(16);
        head.writeUInt32LE(bytes.length, 8);
        head.writeUInt32LE(bytes.length, 12);
        return [head, Buffer.from(bytes)];
      });
      writeFileSync(
        file,
        Buffer.concat([Buffer.from('d4c3b2a1020004000000000000000000ffff0000fc000000', 'hex'), ...parts]),
      );
      const json = execFileSync('tshark', ['-r', file, '-T', 'json', '-e', 'gsm_sms.sms_text'], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const read = (JSON.parse(json) as TsharkPacket[]).map((one) => one._source.layers['gsm_sms.sms_text']?.[0]);
      expect(read).toHaveLength(1024);
      const wrong = all
        .map(({ kind, code, bytes }, i) => ({ kept: readings[kind][code], read: read[i], hex: toHex(bytes) }))
        .filter((one) => one.kept !== one.read);
      expect(wrong).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

interface TsharkPacket {
  readonly _source: { readonly layers: { readonly 'gsm_sms.sms_text'?: readonly string[] } };
}
