import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { parseFilter } from '../../filter/parser.ts';
import { createRegistry } from '../../protocols/index.ts';
import { loadCapture } from '../load-capture.ts';
import { ThreadPool } from '../threads/thread-pool.ts';
import { ListingService } from './listing-service.ts';

vi.mock(import('../../filter/parser.ts'), { spy: true });

const registry = createRegistry();
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};

test('a filter that is being written is read once a key, also where it is looked at whether threads will answer it', async () => {
  const file = new URL('../../../../tests/fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url);
  const source = Object.assign(new MemorySource('', new Uint8Array(readFileSync(file))), { handle: {} });
  const loading = loadCapture(registry, source, { makeSpill }, () => undefined);
  await loading.done;
  let started = 0;
  const platform = {
    count: 2,
    start: () => {
      started++;
      return { post: () => undefined, end: () => undefined };
    },
  };
  const threads = new ThreadPool(platform, 0);
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const listing = new ListingService(
    { clock, secrets: () => [], version: () => 0, threads: () => threads, onStatus: () => undefined },
    registry,
  );
  listing.open(await loading.opened, false);
  for (const [text, whether] of [
    ['frame.len > 100', 0],
    ['', 0],
    ['si.href', 2],
    ['frame.len > 100 && si.href', 2],
  ] as const) {
    vi.mocked(parseFilter).mockClear();
    listing.analyseFilter(text, 0);
    expect(parseFilter).toHaveBeenCalledTimes(1);
    expect(started).toBe(whether);
  }
  expect(listing.analyseFilter('si.href ==', 0).state).toBe('incomplete');
  expect(listing.analyseFilter('', 0).state).toBe('empty');
  listing.close();
});
