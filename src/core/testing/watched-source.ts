import { type ByteSource, MemorySource } from '../files/byte-source.ts';

/** A source that knows which octets it has given and not got back. */
export interface WatchedSource extends ByteSource {
  readonly given: Set<Uint8Array>;
  /** Reads so far, and what is to happen at each. */
  readonly state: { reads: number; onRead(): void };
}

/** What comes back is overwritten, as it is by a source that uses memory again; what was never given throws. */
export function watchedSource(file: Uint8Array): WatchedSource {
  const inner = new MemorySource('', file);
  const given = new Set<Uint8Array>();
  const state = { reads: 0, onRead: (): void => undefined };
  return {
    name: '',
    size: file.length,
    given,
    state,
    read: async (offset, length) => {
      const bytes = (await inner.read(offset, length)).slice();
      state.reads++;
      given.add(bytes);
      state.onRead();
      return bytes;
    },
    reuse: (bytes) => {
      if (!given.delete(bytes)) throw new Error('octets were given back that were not given, or twice');
      bytes.fill(0xee);
    },
  };
}
