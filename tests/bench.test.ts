import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCapture } from '../scripts/bench/make-capture.ts';
import { judge, median, type Outcome, quantile, table, withTable } from '../scripts/bench/outcome.ts';
import { newRegistry } from '../src/core/engine/headless.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';

const PACKETS = 10_000;
let folder = '';
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushscope-bench-test-'));
  writeCapture(path('one.pcap'), PACKETS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the capture of the benchmark', () => {
  test('is the same in every run', () => {
    writeCapture(path('two.pcap'), PACKETS);
    expect(readFileSync(path('two.pcap')).equals(readFileSync(path('one.pcap')))).toBe(true);
  });

  test('has the packets that were asked for, two hundred octets each, thirty in a hundred of pushes', async () => {
    const bytes = readFileSync(path('one.pcap'));
    expect(statSync(path('one.pcap')).size / PACKETS).toBeGreaterThan(180);
    expect(statSync(path('one.pcap')).size / PACKETS).toBeLessThan(220);
    const environment = { makeSpill: () => new MemorySpill() };
    const loading = loadCapture(newRegistry(), new MemorySource('one', bytes), environment, () => undefined);
    const capture = await loading.opened;
    await loading.done;
    expect(capture.notes.faults).toEqual([]);
    expect(capture.length).toBe(PACKETS);
    const counts = new Map<string, number>();
    for (let i = 0; i < PACKETS; i++) {
      const { id = 'data' } = capture.registry.protocolByNumber(capture.table.protocol.get(i)) ?? {};
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // The segments that carry pushes over TCP count as such too; here stand the packets whose topmost protocol tells.
    for (const id of ['dmnoti', 'si', 'sl', 'prov', 'smpp', 'pap', 'sip', 'tcp', 'udp'])
      expect(counts.get(id) ?? 0, id).toBeGreaterThan(50);
  });

  const tshark = spawnSync('tshark', ['--version']).status === 0;
  test.skipIf(!tshark)('is read by tshark without a fault, and every checksum is right', () => {
    const checks = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'];
    const read = (filter: string) =>
      execFileSync(
        'tshark',
        ['-n', '-r', path('one.pcap'), ...checks, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      ).trim();
    expect(
      read('_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0'),
    ).toBe('');
    expect(read('tcp.analysis.flags')).toBe('');
    expect(read('frame').split('\n')).toHaveLength(PACKETS);
  });
});

describe('the table of the benchmark', () => {
  test('medians and quantiles', () => {
    expect([median([]), median([3]), median([5, 1, 3]), median([4, 1, 3, 2])]).toEqual([undefined, 3, 3, 2.5]);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8);
    expect(quantile([7], 0.95)).toBe(7);
  });

  const outcome: Outcome = { name: 'x', what: 'something', unit: 'ms', ours: [90, 110, 100] };
  test('a limit is kept or missed', () => {
    expect(judge({ ...outcome, limit: 100 })).toMatchObject({ median: 100, limit: 100, ratio: 1, mark: 'ok' });
    expect(judge({ ...outcome, limit: 50 })).toMatchObject({ ratio: 2, mark: 'MISSED' });
    expect(judge(outcome)).toMatchObject({ limit: undefined, ratio: undefined, mark: '-' });
    expect(judge({ ...outcome, ours: [], limit: 50 }).mark).toBe('-');
  });

  test('a share of what the peer takes is a limit as well; the smaller one counts', () => {
    const peer = { what: 'peer', values: [900, 1500, 1200], share: 1 / 15 };
    expect(judge({ ...outcome, peer })).toMatchObject({ peer: 1200, limit: 80, ratio: 1.25, mark: 'MISSED' });
    expect(judge({ ...outcome, peer, limit: 50 }).limit).toBe(50);
    expect(judge({ ...outcome, peer: { ...peer, values: [] } }).mark).toBe('-');
  });

  test('a document gets new figures between its marks, and keeps the rest', () => {
    const document = 'before\n<!-- figures -->\nold\n<!-- end of figures -->\nbehind\n';
    const changed = withTable(document, 'new');
    expect(changed).toBe('before\n<!-- figures -->\n\nnew\n<!-- end of figures -->\nbehind\n');
    expect(withTable(changed, 'new')).toBe(changed);
    expect(withTable('no marks', 'new')).toBe('new');
  });

  test('rows of Markdown', () => {
    const rows = table([
      { ...outcome, limit: 200 },
      { ...outcome, what: 'a | b', unit: 'MB', ours: [1.6], note: 'why' },
      { ...outcome, ours: [2500], peer: { what: 'peer', values: [1000], share: 0.5 } },
    ]).split('\n');
    expect(rows.slice(2, 5)).toEqual([
      '| something | 100 ms | 200 ms | 0.50 | - | ok |',
      '| a \\| b (why) | 2 MB | - | - | - | - |',
      '| something | 2.50 s | 500 ms | 5.00 | peer: 1.00 s | MISSED |',
    ]);
  });
});
