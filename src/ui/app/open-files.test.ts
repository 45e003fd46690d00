import { expect, test, vi } from 'vitest';
import { createAppStore } from '../state/store.ts';
import { loadLayout } from '../state/stored-layout.ts';
import { mergeFiles, openFiles } from './open-files.ts';
import type { Session } from './session.ts';

function page() {
  const store = createAppStore(loadLayout());
  const session = { open: vi.fn(), openFile: vi.fn() };
  const asSession = session as unknown as Session;
  return { store, session, open: openFiles(store, asSession), merge: mergeFiles(store, asSession) };
}

const file = (name: string): File => new File(['x'], name);

test('several files are merged', () => {
  const { session, open } = page();
  open([file('a.pcap'), file('b.pcap')]);
  expect(session.open).toHaveBeenCalledWith({ input: expect.objectContaining({ keeps: 0 }), name: 'a.pcap + b.pcap' });
});

test('nothing is opened nor added while packets are exported, and that is said', () => {
  const { store, session, open, merge } = page();
  store.getState().beginOpening({ input: { kind: 'file', file: file('a.pcap') }, name: 'a.pcap' });
  store.getState().setExporting({ done: 1, total: 2 });
  open([file('b.pcap')]);
  expect(store.getState().said).toMatch(/Stop that first/);
  merge([file('b.pcap')]);
  expect(session.openFile).not.toHaveBeenCalled();
  expect(session.open).not.toHaveBeenCalled();
  store.getState().setExporting(undefined);
  open([file('b.pcap')]);
  expect(session.openFile).toHaveBeenCalledTimes(1);
  merge([file('b.pcap')]);
  expect(session.open).toHaveBeenCalledWith({ input: expect.objectContaining({ keeps: 1 }), name: 'a.pcap + b.pcap' });
});

test('a dialog about packets goes with their capture', () => {
  const { store } = page();
  store.getState().showDialog('comment');
  store.getState().beginOpening({ input: { kind: 'file', file: file('b.pcap') }, name: 'b.pcap' });
  expect(store.getState().dialog).toBeUndefined();
});
