import { expect, test } from 'vitest';
import { fakeStatus } from '../testing/fake-engine.ts';
import { walkFrom } from './listing.ts';
import { createAppStore } from './store.ts';

const PACKETS = 1000;

/** A capture of which packet 900 is shown, and which is being read anew: the first packets are there again. */
function readAnew() {
  const store = createAppStore();
  const { takeStatus, showPacket } = store.getState();
  takeStatus(fakeStatus('a.pcap', PACKETS));
  showPacket(900);
  const some = { ...fakeStatus('a.pcap', 10), phase: 'loading', version: 2 } as const;
  takeStatus(some);
  return { get: store.getState, some, all: { ...fakeStatus('a.pcap', PACKETS), version: 2 } };
}

test('keys go on from the selected packet although it is not there again', () => {
  const { get, all } = readAnew();
  get().moveBy(1);
  expect([get().packet, get().listPlace]).toEqual([901, 901]);
  get().moveBy(-15);
  get().moveBy(500);
  expect([get().packet, get().listPlace]).toEqual([PACKETS - 1, PACKETS - 1]);
  get().takeStatus(all);
  expect(get().packet).toBe(PACKETS - 1);
});

test('a packet that does not come again is left for the last one', () => {
  const { get, some } = readAnew();
  get().takeStatus({ ...some, phase: 'stopped' });
  expect([get().packet, get().listPlace]).toEqual([9, 9]);
  get().moveBy(1);
  expect(get().packet).toBe(9);
});

test('a search of the capture before says nothing in the next', () => {
  const { get } = readAnew();
  const opened = { name: 'b.pcap', input: { kind: 'bytes', name: 'b.pcap', bytes: new Uint8Array(4) } } as const;
  get().changeFind({ pattern: 'push', isOpen: true, isBusy: true, message: 'Found in packet 12' });
  get().beginOpening(opened);
  expect(get().find).toMatchObject({ pattern: 'push', isOpen: true, isBusy: false, message: '' });
  expect(get().knownPackets).toBe(0);
  get().changeFind({ isBusy: true });
  get().clearCapture();
  expect(get().find.isBusy).toBe(false);
});

test('a walk begins at the selected packet, or where it would stand', () => {
  const status = fakeStatus('a.pcap', PACKETS);
  const at = (listPlace: number | undefined, nearPlace?: number) =>
    ([1, -1] as const).map((direction) => walkFrom({ status, listing: undefined, listPlace, nearPlace }, direction));
  expect(at(7)).toEqual([7, 7]);
  expect(at(undefined, 7)).toEqual([6, 7]);
  expect(at(undefined)).toEqual([-1, PACKETS]);
});
