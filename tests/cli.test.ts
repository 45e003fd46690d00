import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/* The headless command as a pipeline sees it: a process with arguments, standard streams and an exit status. */

const root = resolve(import.meta.dirname, '..');
const fixtures = join(root, 'tests/fixtures');
const cases = join(fixtures, 'dm-notification/cases.pcap');
let folder = '';

function run(
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly lines: string[]; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/cli.mjs'), ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, lines: stdout.split('\n').filter((line) => line !== ''), errors: stderr };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushscope-cli-'));
  // The first run bundles the command.
  run(['--help']);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('dissect', () => {
  test('prints one object a packet with all that is promised', () => {
    const { status, lines } = run(['dissect', cases]);
    expect([status, lines.length]).toEqual([0, 40]);
    const packet = JSON.parse(lines[11] ?? '');
    expect(packet).toMatchObject({
      number: 12,
      time: '1351000011.000000000',
      length: 174,
      captured: 174,
      link: 'ETHERNET',
      protocols: ['eth', 'ip', 'udp', 'wsp', 'dmnoti'],
      source: '192.0.2.1',
      destination: '192.0.2.2',
      fields: { 'udp.dstport': [2948], 'dmnoti.session_id': [1], 'dmnoti.server_id': ['mgmt-server'] },
      digests: [{ format: 'dm-1.3', verdict: 'unchecked', formula: null, secretForm: null, expected: null }],
    });
    expect(packet).not.toHaveProperty('tree');
    const broken = JSON.parse(lines[22] ?? '');
    expect(broken.findings).toContainEqual({
      rule: 'N13-036',
      level: 'MUST NOT',
      severity: 'error',
      section: 'NOTI-1.3 6.4.8',
      message: expect.any(String),
      bit: [432, 16],
    });
  });

  test('adds the tree, and takes secrets from a file', () => {
    const keys = file('keys.json', JSON.stringify({ secrets: [{ text: 'a:b', serverId: 'mgmt-server' }] }));
    const { lines } = run(['dissect', '--tree', '--keys', keys, cases]);
    const packet = JSON.parse(lines[11] ?? '');
    expect(packet.digests).toEqual([
      expect.objectContaining({ verdict: 'match', formula: 'N13-F1', secretForm: 'raw' }),
    ]);
    expect(packet.sources).toEqual([]);
    const names = packet.tree.map(({ name, bit }: { name: string; bit: number[] }) => [name, ...bit]);
    expect(names).toEqual([
      ['frame', 0, 0],
      ['eth', 0, 112],
      ['ip', 112, 160],
      ['udp', 272, 64],
      ['wsp', 336, 232],
      ['dmnoti', 568, 824],
    ]);
  });

  test('prints for people, without control characters of the capture', () => {
    const { status, lines } = run(['dissect', '--format', 'text', cases]);
    expect(status).toBe(0);
    expect(lines.join('\n')).toContain('digest dm-1.3: unchecked');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
    expect(lines.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  test('reads gzip, standard input, pasted text and several files', () => {
    const packed = file('cases.pcap.gz', gzipSync(readFileSync(cases)));
    expect(run(['dissect', packed]).lines).toHaveLength(40);
    const pasted = file('dump.txt', readFileSync(join(fixtures, 'paste/hexdump-C.txt')));
    const text = run(['dissect', pasted]);
    expect(text.errors).toMatch(/read as .*layer wsp/);
    expect(JSON.parse(text.lines[0] ?? '')).toMatchObject({ protocols: ['wsp', 'dmnoti'] });
    const two = run(['dissect', cases, packed]).lines.map((line) => JSON.parse(line).file);
    expect(new Set(two)).toEqual(new Set([cases, packed]));
  });

  test('counts packets by protocol', () => {
    const { lines } = run(['dissect', '--count', cases]);
    const counts = JSON.parse(lines[0] ?? '');
    expect(counts).toMatchObject({ packets: 40 });
    expect(counts.protocols.dmnoti).toBeGreaterThan(30);
  });

  test('prints and counts packets that a filter matches', () => {
    const { status, lines } = run(['dissect', '--filter', 'dmnoti.session_id && frame.number <= 20', cases]);
    expect(status).toBe(0);
    const numbers = lines.map((line) => JSON.parse(line));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers.every(({ number, fields }) => number <= 20 && fields['dmnoti.session_id'] !== undefined)).toBe(true);
    const counted = JSON.parse(run(['dissect', '--count', '--filter', 'udp.port == 2948', cases]).lines[0] ?? '');
    const all = run(['dissect', cases]).lines.map((line) => JSON.parse(line).fields['udp.port'] ?? []);
    expect(counted).toMatchObject({ packets: 40, matched: all.filter((ports) => ports.includes(2948)).length });
    expect(run(['dissect', '--filter', 'frame.number == 0', cases])).toMatchObject({ status: 0, lines: [] });
  });

  test('macros stand in a filter; what is wrong with them is wrong usage', () => {
    const macros = ['--macro', 'port=udp.port == $1', '--macro', `push=\${port:2948} && dmnoti`];
    const counted = JSON.parse(run(['dissect', '--count', ...macros, '--filter', '$push()', cases]).lines[0] ?? '');
    const plain = run(['dissect', '--count', '--filter', 'udp.port == 2948 && dmnoti', cases]).lines[0] ?? '';
    expect(counted.matched).toBe(JSON.parse(plain).matched);
    expect(counted.matched).toBeGreaterThan(0);
    const wrong = run(['dissect', ...macros, '--filter', 'udp && $port("x")', cases]);
    expect(wrong.status).toBe(2);
    expect(wrong.errors).toContain('in what the macro stands for: udp.port == "x" (column 8)');
    expect(run(['dissect', '--macro', 'udp', cases]).errors).toContain('--macro: name=text, not udp');
    expect(run(['describe', '--macro', 'a=udp', cases]).errors).toContain('describe takes no --macro');
  });

  test('a wrong filter is wrong usage, with its fault marked', () => {
    const { status, errors } = run(['dissect', '--filter', 'udp && nothing == 1', cases]);
    expect(status).toBe(2);
    expect(errors).toContain('(column 8)');
    expect(errors).toContain(`\n  udp && nothing == 1\n         ${'^'.repeat(7)}\n`);
  });

  test.each([
    [['describe', '--filter', 'udp', cases], 'describe takes no --filter'],
    [['batch', '--count'], 'batch takes no --count'],
    [['dissect', '--to', 'pcap', cases], 'dissect takes no --to'],
    [['dissect', '--decode-as', 'udp.port=2948:nonsense', cases], 'there is no protocol nonsense'],
    [['dissect', '--decode-as', 'udp.port=65536:wsp', cases], '65536 is no number from 0 to 65535'],
    [['dissect', '--decode-as', 'udp.port= :wsp', cases], 'is no number from 0 to 65535'],
    [['dissect', '--decode-as', 'ip.port=1:wsp', cases], 'TABLE one of udp.port'],
  ])('%j is wrong usage, not passed over', (args, message) => {
    const { status, lines, errors } = run(args);
    expect([status, lines]).toEqual([2, []]);
    expect(errors).toContain(message);
  });

  test.skipIf(process.platform !== 'linux')('a full disk is told in one line', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/cli.mjs'), 'dissect', cases], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^pushscope: standard output: ENOSPC.*\n$/)]);
  });

  test('takes a protocol for a port', () => {
    const bytes = readFileSync(cases);
    const elsewhere = Buffer.from(bytes);
    // Every destination port 2948 becomes 5000.
    for (let at = elsewhere.indexOf('0b84', 0, 'hex'); at >= 0; at = elsewhere.indexOf('0b84', at + 1, 'hex'))
      elsewhere.writeUInt16BE(5000, at);
    const path = file('moved.pcap', elsewhere);
    const moved = run(['dissect', '--decode-as', 'udp.port=5000:wsp', path]).lines.map(
      (line) => JSON.parse(line).protocols,
    );
    expect(moved[0]).toEqual(['eth', 'ip', 'udp', 'wsp', 'dmnoti']);
  });

  test('says 1 for a damaged file and prints what can be read', () => {
    const { status, lines, errors } = run(['dissect', join(fixtures, 'made/bad/bad-cut-in-record.pcap')]);
    expect(status).toBe(1);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(errors).toMatch(/octet \d+: /);
    expect(run(['dissect', join(folder, 'no-such-file.pcap')]).status).toBe(1);
    expect(run(['dissect', file('junk.bin', Uint8Array.of(0, 1, 2, 3, 0xff))]).status).toBe(1);
  });

  test.each([
    [['dissect'], /no file/],
    [['nonsense'], /unknown command/],
    [['constructor', '--tree'], /unknown command/],
    [['dissect', '--no-such-flag', cases], /no-such-flag/],
    [['dissect', '--format', 'yaml', cases], /json or text/],
    [['dissect', '--keys', '/no/such/file', cases], /--keys/],
    [['dissect', '--as', 'nonsense', cases], /not known/],
    [['dissect', '--decode-as', 'udp.port', cases], /TABLE=KEY:PROTOCOL/],
    [['batch', cases], /standard input/],
  ])('says 2 for wrong usage: %j', (args, message) => {
    const { status, lines, errors } = run(args);
    expect([status, lines]).toEqual([2, []]);
    expect(errors).toMatch(message);
  });
});

describe('batch', () => {
  test('answers each line in order with its id, bad ones with an error', () => {
    const input = [
      '{"id": 1, "as": "dm-2.0", "hex": "2000c1cf"}',
      'rubbish',
      '{"id": "b", "hex": "2000c1cf", "tree": true}',
    ].join('\n');
    const { status, lines } = run(['batch'], input);
    const [first, second, third] = lines.map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(first).toMatchObject({
      id: 1,
      as: 'dm-2.0',
      chosenBy: 'stated',
      fields: { 'dmnoti.notification_id': [0xc1cf] },
    });
    expect(second).toMatchObject({ id: null, error: expect.stringContaining('not JSON') });
    expect(third).toMatchObject({
      id: 'b',
      as: 'dm-2.0',
      chosenBy: expect.stringMatching(/^guess/),
      tree: expect.any(Array),
    });
  });

  test('takes ten thousand cases in one go', () => {
    const line = JSON.stringify({
      id: 1,
      as: 'dm-1.3',
      hex: '11980000001e00a04fbd0216100b6d676d742d7365727665723001ea40010676c9fd65585673dac9754375d99f5e99c1172f5ea03bcacf13c17c989b5331e9',
      keys: { secrets: [{ text: 'k' }] },
    });
    const { lines } = run(['batch'], `${line}\n`.repeat(10_000));
    expect(lines).toHaveLength(10_000);
    expect(JSON.parse(lines[9999] ?? '').digests[0].verdict).toBe('match');
  }, 60_000);
});
