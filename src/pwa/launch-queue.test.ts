import { afterEach, expect, test, vi } from 'vitest';
import { onLaunchedFiles } from './launch-queue.ts';

type Consumer = (params: { files?: readonly { getFile(): Promise<File> }[] }) => void;

function stubLaunchQueue(): Consumer {
  let consumer: Consumer | undefined;
  vi.stubGlobal('launchQueue', { setConsumer: (given: Consumer) => (consumer = given) });
  return (params) => consumer?.(params);
}

afterEach(() => vi.unstubAllGlobals());

test('hands on the files the app was opened with', async () => {
  const launch = stubLaunchQueue();
  const received = new Promise<File[]>((done) => onLaunchedFiles(done));
  const file = new File(['abc'], 'a.pcap');
  launch({ files: [{ getFile: () => Promise.resolve(file) }] });
  expect(await received).toEqual([file]);
});

test('leaves out files that have gone and launches without files', async () => {
  const launch = stubLaunchQueue();
  const callback = vi.fn();
  onLaunchedFiles(callback);
  launch({});
  launch({ files: [{ getFile: () => Promise.reject(new Error('gone')) }] });
  const file = new File(['abc'], 'b.pcap');
  launch({
    files: [{ getFile: () => Promise.reject(new Error('gone')) }, { getFile: () => Promise.resolve(file) }],
  });
  await vi.waitFor(() => expect(callback).toHaveBeenCalled());
  expect(callback.mock.calls).toEqual([[[file]]]);
});

test('does nothing where the system cannot open files with the app', () => {
  expect(() => onLaunchedFiles(() => undefined)).not.toThrow();
});
