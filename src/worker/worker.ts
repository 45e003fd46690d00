import { craftCalls } from '../core/engine/crafting.ts';
import { listingCalls } from '../core/engine/listing/listing-service.ts';
import { markCalls } from '../core/engine/marks.ts';
import { Session } from '../core/engine/session.ts';
import { type ByteSource, MemorySource } from '../core/files/byte-source.ts';
import { turn } from '../core/files/event-loop.ts';
import type { Api, Events, FileInput } from './api.ts';
import { BlobSource } from './blob-source.ts';
import { Exporter } from './exporter.ts';
import { OpfsSpill } from './opfs-spill.ts';
import { serve } from './rpc.ts';

const session = new Session(
  { pause: turn, now: () => performance.now(), makeSpill: () => new OpfsSpill() },
  (status) => send('status', status),
  (status) => send('listing', status),
  (progress) => send('breaking', progress),
);

const send = serve<Api, Events>(
  self,
  {
    catalogue: () => session.catalogue(),
    open: (input) => {
      switch (input.kind) {
        case 'file':
        case 'bytes':
          return session.open({ kind: 'source', source: sourceOf(input) });
        case 'merged':
          return session.open({ kind: 'merged', sources: input.parts.map(sourceOf) });
        case 'paste':
          return session.open(input);
      }
    },
    stop: () => session.stop(),
    close: () => session.close(),
    status: () => session.status(),
    rows: (from, count) => session.packets.rows(from, count),
    packet: (index) => session.packets.packet(index),
    recognise: (text) => session.recognise(text),
    setSecrets: (secrets) => session.setSecrets(secrets),
    setDecodeAs: (choices) => session.setDecodeAs(choices),
    ...craftCalls(session.crafting),
    ...listingCalls(session.listing),
    ...session.statistics.calls,
    ...markCalls(session.marks),
    exportPackets: (request) => exporter.run(session.marks.exportPackets(request), request.format),
    stopExport: () => exporter.stop(),
  },
  transfersOf,
  (call) => session.requests.serve(call),
);

const exporter = new Exporter(turn, (progress) => send('exporting', progress));

function sourceOf(input: FileInput): ByteSource {
  return input.kind === 'file'
    ? new BlobSource(input.file.name, input.file)
    : new MemorySource(input.name, input.bytes);
}

/** Buffers of a packet's columns and sources: they were made for the answer, so they can be moved. */
function transfersOf(result: unknown): Transferable[] {
  if (typeof result !== 'object' || result === null || !('positions' in result)) return [];
  const { fields, positions, sources } = result as {
    fields: Uint16Array;
    positions: Int32Array;
    sources: readonly { bytes: Uint8Array }[];
  };
  return [fields.buffer, positions.buffer, ...sources.map(({ bytes }) => bytes.buffer)];
}
