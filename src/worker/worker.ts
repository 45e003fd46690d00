import { colourCalls } from '../core/engine/colours/colours.ts';
import { craftCalls } from '../core/engine/crafting.ts';
import { followCalls } from '../core/engine/follow/follow-service.ts';
import { listMapCalls } from '../core/engine/list-map.ts';
import type { MapLines } from '../core/engine/list-map-views.ts';
import { listingCalls } from '../core/engine/listing/listing-service.ts';
import { macroCalls } from '../core/engine/macros.ts';
import { markCalls } from '../core/engine/marks.ts';
import { Session } from '../core/engine/session.ts';
import type { SessionInput } from '../core/engine/session-input.ts';
import { type ByteSource, MemorySource } from '../core/files/byte-source.ts';
import { turn } from '../core/files/event-loop.ts';
import { lookCalls, OctetLook } from '../core/octet-views/look.ts';
import type { Api, Events, FileInput, Input } from './api.ts';
import { BlobSource } from './blob-source.ts';
import { browserThreads } from './browser-threads.ts';
import { Exporter } from './exporter.ts';
import { OpfsSpill } from './opfs-spill.ts';
import { RequestsFirst } from './requests-first.ts';
import { serve } from './rpc.ts';

const first = new RequestsFirst(turn);
const { pause } = first;

/** Rows that come with the answer of `open`: what a screen shows of the list; more are asked for where they are missed. */
const FIRST_ROWS = 40;

/** Milliseconds that loading leaves to the page for drawing the first rows, where two processors are shared with all that draws. */
const DRAWING_MS = 40;

const session = new Session(
  { pause, now: () => performance.now(), makeSpill: () => new OpfsSpill(), threads: browserThreads },
  (status) => send('status', status),
  (status) => send('listing', status),
  (progress) => send('breaking', progress),
);

const send = serve<Api, Events>(
  self,
  {
    catalogue: () => session.catalogue(),
    open: async (input) => {
      const status = await session.open(inputOf(input));
      // Octets that cannot be read any more are told when somebody looks at them.
      const rows = await first.serve(() => session.packets.rows(0, FIRST_ROWS)).catch(() => undefined);
      first.rest(DRAWING_MS);
      return { status, rows };
    },
    stop: () => session.stop(),
    close: () => session.close(),
    status: () => session.status(),
    rows: (from, count) => first.serve(() => session.packets.rows(from, count)),
    packet: (index) => first.serve(() => session.packets.packet(index)),
    recognise: (text) => session.recognise(text),
    setSecrets: (secrets) => session.setSecrets(secrets),
    setDecodeAs: (choices) => session.setDecodeAs(choices),
    ...craftCalls(session.crafting),
    ...listingCalls(session.listing),
    ...listMapCalls(session.map),
    ...macroCalls(session.listing),
    ...session.statistics.calls,
    ...followCalls(session.follow),
    ...markCalls(session.marks),
    ...colourCalls(session.colours),
    ...lookCalls(new OctetLook()),
    exportPackets: (request) => exporter.run(session.marks.exportPackets(request), request.format),
    stopExport: () => exporter.stop(),
  },
  transfersOf,
  // Nobody waits for the map: it is itself what waits.
  (call, method) => (method === 'mapLines' ? call() : session.requests.serve(call)),
);

// What has been asked already comes first: this is a task of its own, and ends when something is opened.
setTimeout(() => {
  session.rehearse((bytes) => new BlobSource('rehearsal', new Blob([Uint8Array.from(bytes)]))).catch(() => undefined);
});

const exporter = new Exporter(pause, (progress) => send('exporting', progress));

function inputOf(input: Input): SessionInput {
  switch (input.kind) {
    case 'file':
    case 'bytes':
      return { kind: 'source', source: sourceOf(input) };
    case 'merged':
      return { kind: 'merged', sources: input.parts.map(sourceOf), keeps: input.keeps };
    case 'paste':
      return input;
  }
}

function sourceOf(input: FileInput): ByteSource {
  return input.kind === 'file'
    ? new BlobSource(input.file.name, input.file)
    : new MemorySource(input.name, input.bytes);
}

/** Buffers of a packet's columns and sources, and of a map's lines: they were made for the answer, so they can be moved. */
function transfersOf(result: unknown): Transferable[] {
  if (typeof result !== 'object' || result === null) return [];
  if ('signs' in result) {
    const { colours, signs, packets } = result as MapLines;
    return [colours.buffer, signs.buffer, packets.buffer] as ArrayBuffer[];
  }
  if (!('positions' in result)) return [];
  const { fields, positions, sources } = result as {
    fields: Uint16Array;
    positions: Int32Array;
    sources: readonly { bytes: Uint8Array }[];
  };
  return [fields.buffer, positions.buffer, ...sources.map(({ bytes }) => bytes.buffer)];
}
