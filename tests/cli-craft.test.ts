import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/* `describe` and `build` as a pipeline sees them, and what tshark reads of the packets that were built. */

const root = resolve(import.meta.dirname, '..');
const made = join(root, 'tests/fixtures/made');
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
let folder = '';

function run(args: readonly string[], input: string | Uint8Array = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/cli.mjs'), ...args], {
    input,
    maxBuffer: 1 << 28,
  });
  return { status, bytes: stdout, text: stdout.toString('utf8'), errors: stderr.toString('utf8') };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A notification over WSP and UDP as a person would write it: what follows from the rest is left to the program. */
const written = (sessionId: number) => ({
  start: 'ethernet',
  time: '1700000000.25',
  comment: 'by hand',
  layers: [
    { eth: [{ 'eth.dst': '02:00:00:00:00:02' }, { 'eth.src': '02:00:00:00:00:01' }, { 'eth.type': 'auto' }] },
    {
      ip: [
        { 'ip.version': 4 },
        { 'ip.hdr_len': 'auto' },
        { 'ip.dsfield': [{ 'ip.dsfield.dscp': 0 }, { 'ip.dsfield.ecn': 0 }] },
        { 'ip.len': 'auto' },
        { 'ip.id': 1 },
        { 'ip.flags': [{ 'ip.flags.rb': 0 }, { 'ip.flags.df': 1 }, { 'ip.flags.mf': 0 }] },
        { 'ip.frag_offset': 0 },
        { 'ip.ttl': 64 },
        { 'ip.proto': 'auto' },
        { 'ip.checksum': 'auto' },
        { 'ip.src': '192.0.2.1' },
        { 'ip.dst': '192.0.2.2' },
      ],
    },
    { udp: [{ 'udp.srcport': 9200 }, { 'udp.dstport': 2948 }, { 'udp.length': 'auto' }, { 'udp.checksum': 'auto' }] },
    {
      wsp: [
        { 'wsp.TID': 1 },
        { 'wsp.pdu_type': 6 },
        { 'wsp.headers_length': 'auto' },
        { 'wsp.header.content_type': [{ 'wsp.value.media_type': 68 }] },
        {
          'wsp.headers': [
            { 'wsp.header.x_wap_application_id': [{ 'wsp.header.name_value': 47 }, { 'wsp.value.code': 7 }] },
          ],
        },
      ],
    },
    {
      dmnoti: [
        { 'dmnoti.digest': '00'.repeat(16) },
        { 'dmnoti.version': { value: 12, bits: 10 } },
        { 'dmnoti.ui_mode': 1 },
        { 'dmnoti.initiator': 1 },
        { 'dmnoti.future_use': 0 },
        { 'dmnoti.session_id': sessionId },
        { 'dmnoti.server_id_length': 'auto' },
        { 'dmnoti.server_id': 'com.example' },
      ],
    },
  ],
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushscope-craft-'));
  run(['--help']);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('describe', () => {
  test('prints a description a packet, and build gives the same file', () => {
    for (const name of ['wsp-browse-9200.pcap', 'smpp-push-single.pcap', 'fmt-raw-101.pcap', 'gsmtap-sms.pcap']) {
      const described = run(['describe', join(made, name)]);
      expect([name, described.status]).toEqual([name, 0]);
      const built = run(['build', '--to', 'pcap'], described.text);
      expect([name, built.status, built.errors]).toEqual([name, 0, '']);
      // The header of the file may state another snap length.
      expect([name, built.bytes.subarray(24).equals(readFileSync(join(made, name)).subarray(24))]).toEqual([
        name,
        true,
      ]);
    }
  }, 60_000);

  test('writes what follows from the rest of the packet as "auto"', () => {
    const [first] = run(['describe', join(made, 'wsp-browse-9200.pcap')]).text.split('\n');
    const { start, layers } = JSON.parse(first ?? '');
    expect(start).toEqual({ link: 1 });
    expect(layers[1].ip).toContainEqual({ 'ip.checksum': 'auto' });
    expect(layers[2].udp).toEqual([
      { 'udp.srcport': 46119 },
      { 'udp.dstport': 9200 },
      { 'udp.length': 'auto' },
      { 'udp.checksum': 'auto' },
    ]);
  });

  test('works out a digest whose secret is known', () => {
    const { secret } = { secret: 'secret' };
    const keys = file('keys.json', JSON.stringify({ secrets: [{ text: secret, nonce: '00000000' }] }));
    const signed = written(1);
    const dmnoti = signed.layers[4]?.['dmnoti'] as Record<string, unknown>[];
    dmnoti[0] = { 'dmnoti.digest': 'auto' };
    const built = run(['build', '--to', 'pcap', '--keys', keys], JSON.stringify(signed));
    expect(built.status).toBe(0);
    const path = file('signed.pcap', built.bytes);
    const [packet] = run(['dissect', '--keys', keys, path]).text.split('\n');
    expect(JSON.parse(packet ?? '').digests[0]).toMatchObject({ verdict: 'match' });
    expect(run(['describe', '--keys', keys, path]).text).toContain('{"dmnoti.digest":"auto"}');
    const without = run(['build'], JSON.stringify(signed));
    expect([without.status, without.text]).toEqual([1, '']);
    expect(without.errors).toContain('line 1: /layers/4/dmnoti/0/dmnoti.digest: Digest does not follow');
  });

  test('refuses to run without a file', () => {
    expect(run(['describe']).status).toBe(2);
    expect(run(['describe', join(folder, 'none')]).status).toBe(1);
  });
});

describe('build', () => {
  test('writes each format', () => {
    const input = `${JSON.stringify(written(1))}\n\n${JSON.stringify(written(2))}\n`;
    const hex = run(['build', '--to', 'hex'], input);
    expect([hex.status, hex.text.trim().split('\n').length]).toEqual([0, 2]);
    const pcapng = run(['build', '--to', 'pcapng'], input);
    const [packet] = run(['dissect', '--tree', file('a.pcapng', pcapng.bytes)]).text.split('\n');
    expect(JSON.parse(packet ?? '')).toMatchObject({ time: '1700000000.250000000' });
    expect(packet).toContain('by hand');
    const again = run(['build', '--to', 'json', file('a.json', input)]);
    expect(run(['build'], again.text).text).toBe(hex.text);
    // Of a capture the packets without a short message are named, the others are written.
    const short = run(['build', '--to', 'pdu'], run(['describe', join(made, 'gsmtap-sms.pcap')]).text);
    expect([short.status, short.text.split('\r\n')[0]]).toEqual([1, 'AT+CMGF=0']);
    expect(short.text).toMatch(/\r\nAT\+CMGW=\d+,0\r\n00[0-9A-F]+.\r\n/);
    expect(short.errors).toContain('line 1: no short message (SMS-SUBMIT or SMS-DELIVER) is in the packet');
  });

  test('names the line and the path of what is wrong, and builds the rest', () => {
    const wrong = { ...written(70_000) };
    const { status, text, errors } = run(
      ['build'],
      `${JSON.stringify(wrong)}\n{"start"\n${JSON.stringify(written(3))}`,
    );
    expect([status, text.trim().split('\n').length]).toEqual([1, 1]);
    expect(errors).toContain(
      'line 1: /layers/4/dmnoti/5/dmnoti.session_id: Sessionid is from 0 to 65535 (16 bits), not 70000',
    );
    expect(errors).toContain('line 2: ":" is expected');
  });

  test('refuses unknown formats', () => {
    expect(run(['build', '--to', 'png']).status).toBe(2);
    expect(run(['build', join(folder, 'none')]).status).toBe(2);
  });
});

describe('batch', () => {
  test('describes and builds', () => {
    const hex = '1e0000000000ffff4fda';
    const [described = '', built = '', wrong = ''] = run(
      ['batch'],
      [
        JSON.stringify({ id: 1, as: 'dm-1.3', hex, describe: true }),
        JSON.stringify({ id: 2, build: written(1) }),
        JSON.stringify({ id: 3, build: { start: 'udp', layers: [{ udp: [{ 'udp.srcprt': 1 }] }] } }),
      ].join('\n'),
    ).text.split('\n');
    const { description } = JSON.parse(described);
    expect(JSON.parse(run(['batch'], JSON.stringify({ id: 'x', build: description })).text)).toEqual({ id: 'x', hex });
    expect(JSON.parse(built).hex).toMatch(/^02000000000202000000000108004500/);
    expect(JSON.parse(wrong)).toEqual({
      id: 3,
      error: expect.stringContaining(
        'build/layers/0/udp/0/udp.srcprt: "udp.srcprt" is no field; did you mean "udp.srcport"',
      ),
    });
  });
});

describe.skipIf(!hasTshark)('tshark', () => {
  const CHECKS = ['ip', 'udp', 'tcp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);

  function tshark(pcap: Uint8Array, ...args: readonly string[]): string {
    const path = file('built.pcap', pcap);
    return spawnSync('tshark', ['-n', '-r', path, ...CHECKS, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  }

  test('reads a packet that was written by hand', () => {
    const { bytes } = run(['build', '--to', 'pcap'], `${JSON.stringify(written(4711))}`);
    const fields = [
      'udp.dstport',
      'udp.checksum.status',
      'ip.checksum.status',
      'ip.len',
      'wsp.headers_length',
      'frame.protocols',
    ];
    const read = tshark(bytes, '-T', 'fields', ...fields.flatMap((name) => ['-e', name]))
      .trim()
      .split('\t');
    expect(read.slice(0, 5)).toEqual(['2948', '1', '1', '69', '3']);
    expect(tshark(bytes, '-Y', '_ws.malformed || _ws.expert.severity >= "warning"')).toBe('');
  });

  test('finds lengths and checksums right after texts and numbers were changed', () => {
    const paths = ['pap-udp-si-sl-co.pcap', 'vlan-push.pcap', 'smpp-push-single.pcap', 'sip-message-udp.pcap'].map(
      (name) => join(made, name),
    );
    const described = run(['describe', ...paths]).text;
    const changed = described
      .replaceAll('curl/7.88.1', 'another agent, longer by much')
      .replaceAll('10.91.0.1"', '10.91.0.77"')
      .replaceAll('"61616"', '"123456789"');
    const before = run(['build', '--to', 'pcap'], described);
    const after = run(['build', '--to', 'pcap'], changed);
    expect([before.status, before.errors, after.status, after.errors]).toEqual([0, '', 0, '']);
    expect(after.bytes.length).toBeGreaterThan(before.bytes.length);
    const numbers = (pcap: Uint8Array, filter: string) =>
      tshark(pcap, '-Y', filter, '-T', 'fields', '-e', 'frame.number');
    expect(numbers(after.bytes, '_ws.malformed')).toBe(numbers(before.bytes, '_ws.malformed'));
    // Checksums that the sender had left to its hardware were given in the description and stay as they are.
    const bad = 'ip.checksum.status==0 || udp.checksum.status==0 || tcp.checksum.status==0';
    const given = numbers(before.bytes, bad).split('\n');
    expect(given.length).toBeLessThan(described.split('\n').length / 2);
    expect(
      numbers(after.bytes, bad)
        .split('\n')
        .filter((number) => !given.includes(number)),
    ).toEqual([]);
  }, 120_000);
});
