import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

/* What two ends have said to each other, as a pipeline sees it. */

const root = resolve(import.meta.dirname, '..');
const HTTP = join(root, 'public/samples/ota-http-register-push.pcap');
const BLUETOOTH = join(root, 'public/samples/crafted-bluetooth.pcap');

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/cli.mjs'), 'follow', ...args]);
  return { status, out: stdout.toString('latin1'), errors: stderr.toString('utf8') };
}

beforeAll(() => {
  // The first run bundles the command.
  run('--help');
}, 60_000);

test('a conversation is printed in each form, of both ends or of one', () => {
  const both = run('--packet', '6', HTTP);
  expect(both).toMatchObject({ status: 0, errors: '' });
  expect(both.out).toMatch(/^OPTIONS \/wappush HTTP\/1\.1\nHost: 10\.91\.0\.3:4035\n/);
  expect(both.out).toContain('HTTP/1.1 204 No Content\n');
  const [first, second] = ['0', '1'].map((end) => run('--packet', '6', '--end', end, '--to', 'raw', HTTP).out);
  expect(first).toMatch(/^OPTIONS \/wappush HTTP\/1\.1\r\n/);
  expect(second).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
  expect(run('--packet', '6', '--to', 'dump', HTTP).out.split('\n')[0]).toBe(
    '00000000  4f 50 54 49 4f 4e 53 20  2f 77 61 70 70 75 73 68  OPTIONS /wappush',
  );
  const digits = run('--packet', '6', '--end', '1', '--to', 'hex', HTTP).out.replace(/\n/g, '');
  expect(Buffer.from(digits, 'hex').toString('latin1')).toBe(second);
});

test('what cannot be followed is told, with the exit status of wrong usage', () => {
  for (const [args, message] of [
    [['--packet', '1', BLUETOOTH], 'packet 1 belongs to no conversation over TCP or UDP'],
    [['--packet', '9999', HTTP], 'has 72 packets'],
    [['--packet', '0', HTTP], '--packet: the number of a packet'],
    [[HTTP], '--packet: the number of a packet'],
    [['--packet', '1', '--to', 'ebcdic', HTTP], '--to: one of ascii, utf8, dump, hex, c, yaml, raw, not ebcdic'],
    [['--packet', '1', '--end', '2', HTTP], '--end: 0 (who began), 1 or both, not 2'],
    [['--packet', '1', HTTP, HTTP], 'follow reads one file'],
    [['--packet', '1', '--tree', HTTP], 'follow takes no --tree'],
  ] as const) {
    const { status, out, errors } = run(...args);
    expect([status, out], args.join(' ')).toEqual([2, '']);
    expect(errors).toContain(message);
  }
});
