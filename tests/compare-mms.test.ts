import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../src/core/base/bytes.ts';
import { Registry } from '../src/core/dissect/registry.ts';
import { register as exportedPdu } from '../src/core/protocols/exported-pdu/exported-pdu.ts';
import { register as frame } from '../src/core/protocols/frame/frame.ts';
import { register as mms } from '../src/core/protocols/mms/mms.ts';
import { register as wsp } from '../src/core/protocols/wsp/wsp.ts';
import { checkTiling, dissect, values, violations } from '../src/core/testing/packets.ts';
import { hasTshark } from './tshark-readings.ts';

/* MMS messages in a WSP push, as tshark reads the same octets; messages that public projects published, and made ones
   with every header. Nothing of the published ones is printed or kept, as they carry numbers. */

const registry = new Registry();
for (const register of [frame, exportedPdu, wsp, mms]) register(registry);

/** An exported PDU with a connectionless WSP push of the message. */
function pushed(message: Uint8Array): Uint8Array {
  const name = toUtf8('wsp-cl\0\0');
  const push = concatBytes(Uint8Array.of(1, 6, 1, 0xbe), message);
  return concatBytes(Uint8Array.of(0, 12, 0, name.length), name, Uint8Array.of(0, 0, 0, 0), push);
}

const text = (value: string) => `${toHex(toUtf8(value))}00`;
const counted = (hex: string) => (hex.length / 2).toString(16).padStart(2, '0') + hex;
const HEAD = `8c8298${text('T1')}8d90`;
/* tshark reads a number of seconds only where it is written as a long-integer. */
const EXTRA = [
  '88058103012c00',
  '8806800465530000',
  '8706800465530000',
  '8703810101',
  '9d03810105',
  '850465530000',
  '8a83',
  `8a${text('mine')}`,
  '8f82',
  '8680',
  '9081',
  '9480',
  '9280',
  '99e2',
  '9b81',
  '9c80',
  '9f0205dc',
  `9e${text('R')}`,
  `93${text('ok')}`,
  `9a${text('ok')}`,
  `81${text('b')}`,
  `82${text('c')}`,
  `97${text('d')}`,
  `96${counted(`ea${text('abc')}`)}`,
  `96${text('abc')}`,
  '9581',
  '9180',
  '8e0205dc',
  `89${counted(`80${text('+1/TYPE=PLMN')}`)}`,
  `83${text('http://a/')}`,
  `8b${text('M')}`,
  `a0${counted(`81${text('+1')}`)}`,
].map((hex) => fromHex(HEAD + hex)!);

const shared = new URL('../../shared/samples/real/sms/', import.meta.url);

/** M-*.ind files, and the messages that short messages of phone backups carry. */
function published(): Uint8Array[] {
  const engine = new URL('mms-engine/', shared);
  const gammu = new URL('gammu/', shared);
  const whole = readdirSync(engine).map((name) => new Uint8Array(readFileSync(new URL(name, engine))));
  const carried = readdirSync(gammu)
    .filter((name) => name.endsWith('.smsbackup'))
    .map((name) => {
      const lines = readFileSync(new URL(name, gammu), 'latin1').matchAll(/^Text\d\d = ([0-9A-F]+)\s*$/gm);
      const digits = [...lines]
        .map(([, hex]) => hex!)
        .join('')
        .toLowerCase();
      const at = digits.search(/8c8[0-9]9[58]/);
      return at < 0 ? new Uint8Array(0) : fromHex(digits.slice(at))!;
    });
  return [...whole, ...carried.filter((bytes) => bytes.length > 0)];
}

/** Fields of the messages as tshark shows them. */
function readings(messages: readonly Uint8Array[]): Map<string, string[]>[] {
  const folder = mkdtempSync(join(tmpdir(), 'mms-'));
  try {
    const file = join(folder, 'all.pcap');
    const packets = messages.flatMap((message) => {
      const bytes = pushed(message);
      const head = Buffer.alloc(16);
      head.writeUInt32LE(bytes.length, 8);
      head.writeUInt32LE(bytes.length, 12);
      return [head, Buffer.from(bytes)];
    });
    writeFileSync(
      file,
      Buffer.concat([Buffer.from('d4c3b2a1020004000000000000000000ffff0000fc000000', 'hex'), ...packets]),
    );
    const pdml = execFileSync('tshark', ['-r', file, '-T', 'pdml'], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return pdml
      .split('<packet>')
      .slice(1)
      .map((packet) => {
        const out = new Map<string, string[]>();
        for (const [, name, show] of packet.matchAll(/<field name="(mmse\.[^"]*)"[^>]* show="([^"]*)"/g))
          out.set(name!, [
            ...(out.get(name!) ?? []),
            show!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
          ]);
        return out;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function same(ours: unknown, theirs: string): boolean {
  if (typeof ours !== 'number') return ours === theirs;
  if (/^\w{3} .*\d{4}/.test(theirs)) return Date.parse(`${theirs.replace(/\.0+ UTC$/, ' UTC')}`) / 1000 === ours;
  return ours === Number(theirs);
}

/** Names (and how many values) in which the two differ; no values, which may be somebody's number. */
function differences(messages: readonly Uint8Array[]): { wrong: string[]; compared: number } {
  const wrong: string[] = [];
  let compared = 0;
  for (const [i, reading] of readings(messages).entries()) {
    const { tree } = dissect(registry, 252, pushed(messages[i]!));
    checkTiling(tree);
    for (const [name, theirs] of reading) {
      const ours = values(tree, name === 'mmse.read_reply' ? 'mmse.read_report' : name);
      compared += theirs.length;
      if (ours.length !== theirs.length || !ours.every((value, n) => same(value, theirs[n]!)))
        wrong.push(`message ${i}: ${name} ${ours.length} here, ${theirs.length} there`);
    }
  }
  return { wrong, compared };
}

describe.skipIf(!hasTshark())('MMS messages as tshark reads them', () => {
  test('with every header', () => {
    const { wrong, compared } = differences(EXTRA);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  });

  test.skipIf(!existsSync(shared))('that others published', () => {
    const messages = published();
    expect(messages.length).toBeGreaterThan(4);
    const { wrong, compared } = differences(messages);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(30);
  });
});

describe.skipIf(!existsSync(shared))('MMS messages that others published', () => {
  test('break no rule, but for those whose rest is in another short message', () => {
    const broken = published().filter((message) => violations(dissect(registry, 252, pushed(message)).tree).length > 0);
    expect(broken.length).toBeLessThan(2);
  });
});
