import { Session } from '../engine/session.ts';
import { MemorySource } from '../files/byte-source.ts';
import { writePcap } from '../files/capture-writer.ts';
import { after } from '../files/event-loop.ts';

/** A file of packets at these seconds and so many nanoseconds, of a user's link type that nothing decodes. */
export function packetsAt(seconds: readonly number[], nanos = 0): MemorySource {
  return new MemorySource(
    seconds.join(' '),
    writePcap(
      147,
      seconds.map((at) => ({ seconds: at, nanos, bytes: Uint8Array.of(at & 0xff) })),
    ),
  );
}

/** A session whose inputs are small and unpacked, and what tests of times ask of it. */
export function timedSession() {
  const session = new Session(
    {
      now: () => performance.now(),
      pause: () => after(0),
      makeSpill: () => {
        throw new Error('nothing is packed here');
      },
    },
    () => undefined,
  );
  const { listing, marks } = session;
  /** Settles when what is open has been read and learned. */
  const settled = async (): Promise<void> => {
    while (session.status()?.phase !== 'done') await after(1);
  };
  return {
    session,
    listing,
    marks,
    settled,
    read: async (input: Parameters<Session['open']>[0]): Promise<void> => {
      await session.open(input);
      await settled();
    },
    /** Indexes of the packets that a filter shows; it fails where the filter cannot be read. */
    matching: async (filter: string): Promise<readonly number[]> => {
      await settled();
      const fault = await listing.setFilter(filter);
      if (fault !== undefined) throw new Error(`${filter}: ${fault.message}`);
      await listing.idle();
      return listing.indexes(0, 99);
    },
  };
}
