import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { Tree } from '../../codec/tree.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { filterCatalogue } from '../../filter/catalogue.ts';
import { compileFilter } from '../../filter/compile.ts';
import { createRegistry } from '../../protocols/index.ts';
import { loadCapture } from '../load-capture.ts';
import { ListingService } from './listing-service.ts';

const RELATED = 'wap.pap.response_in || wap.pap.request_in || dmnoti.duplicate_of';
const PLAIN = 'udp';
const registry = createRegistry();
const turns = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

/** A capture that is listed; what its packets have to do with each other stays unknown until `goOn`. */
async function listed() {
  let goOn = (): void => undefined;
  const idle = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const file = new URL('../../../../tests/fixtures/made/pap-udp-dmnoti.pcapng', import.meta.url);
  const source = new MemorySource('', new Uint8Array(readFileSync(file)));
  const environment = { makeSpill: () => new MemorySpill(), idle: () => idle };
  const loading = loadCapture(registry, source, environment, () => undefined);
  const capture = await loading.opened;
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const service = new ListingService(
    { clock, secrets: () => [], version: () => 0, onStatus: () => undefined },
    registry,
  );
  service.open(capture, true);
  void loading.listed.then(() => service.onListed());
  void loading.done.then(() => service.onRelated());
  await loading.listed;
  return { service, loading, capture, goOn };
}

test('a filter over octets is complete when the list is; one over relations waits for them', async () => {
  const { service, loading, capture, goOn } = await listed();
  expect(service.isRelated).toBe(false);
  await service.setFilter(PLAIN);
  await service.idle();
  expect(service.status()).toMatchObject({ phase: 'complete', shown: 5 });
  void service.setFilter(RELATED);
  await service.resting();
  await turns();
  expect(service.status()?.phase).toBe('filtering');
  goOn();
  await loading.done;
  await service.idle();
  const compiled = compileFilter(RELATED, filterCatalogue(registry));
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  const all = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(all);
  const wanted = all.filter((index) => {
    const { tree, context } = capture.dissect(index, bytes, [], new Tree());
    return compiled.filter.test(tree, context);
  });
  expect(wanted.length).toBeGreaterThan(1);
  expect(service.indexes(0, 1000)).toEqual(wanted);
  expect(service.status()?.phase).toBe('complete');
});

test('an order by what trees say waits until it is known what packets have to do with each other', async () => {
  const { service, loading, capture, goOn } = await listed();
  const { revision } = service;
  const dissect = vi.spyOn(capture, 'dissect');
  void service.sort('info', false);
  await service.resting();
  expect(service.status()?.phase).toBe('sorting');
  expect(dissect).not.toHaveBeenCalled();
  goOn();
  await loading.done;
  await service.idle();
  expect(service.status()?.phase).toBe('complete');
  expect(service.revision).toBeGreaterThan(revision);
  // Each packet once.
  expect(dissect).toHaveBeenCalledTimes(capture.length);
});

test('an order by what columns say does not wait for it', async () => {
  const { service } = await listed();
  void service.sort('length', false);
  await service.idle();
  expect(service.isRelated).toBe(false);
  expect(service.status()).toMatchObject({ phase: 'complete', sort: { key: 'length' } });
});
