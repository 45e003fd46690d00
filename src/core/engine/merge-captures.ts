import { messageOf } from '../base/message-of.ts';
import type { Registry } from '../dissect/registry.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { type UnpackedSource, unpack } from '../files/inflate.ts';
import { JoinedSource } from '../files/joined-source.ts';
import { createWalker, HEAD_OCTETS, recogniseCapture } from '../files/open-capture-file.ts';
import { walkFile } from '../files/read-windows.ts';
import type { CaptureInterface, FileFault, RecordSink } from '../files/record-walker.ts';
import { PacketTable } from '../store/packet-table.ts';
import { Annotations } from './annotations.ts';
import { Capture } from './capture.ts';
import type { LoadEnvironment } from './load-capture.ts';
import { type Loading, type LoadProgress, startLoading } from './loading.ts';

/** Packets between two chances for requests. */
const SLICE = 2048;
/** Octets read at once of each file; its packets come in the order of the file. */
const WINDOW = 4 * 1024 * 1024;

/** What a file holds, before any packet is looked into. */
interface Records {
  /** The octets that the offsets of `table` count, unpacked where the file is packed. */
  readonly data: ByteSource;
  readonly format: string;
  readonly table: PacketTable;
  readonly interfaces: readonly CaptureInterface[];
  readonly faults: readonly FileFault[];
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly names: ReadonlyMap<string, string>;
}

/** What the user has said of the packets of the first files, which stay in their order when others come between them. */
export interface SaidBefore {
  readonly annotations: Annotations;
  readonly files: number;
}

interface Signal {
  readonly aborted: boolean;
}

/**
 * Reads several capture files as one whose packets are ordered by time. Within a file they stay in its order, as mergecap
 * does; of packets with one time, those of the earlier file come first.
 *
 * Each file's records are walked first, without looking into packets; then pass 1 runs over all of them in order of time,
 * so that messages whose parts lie in two files are put together.
 * @param said goes over to `annotations`
 */
export function loadMerged(
  registry: Registry,
  sources: readonly ByteSource[],
  environment: LoadEnvironment & { pause(): Promise<void> },
  onProgress: () => void,
  annotations: Annotations = new Annotations(),
  said?: SaidBefore,
): Loading {
  const unpacked: UnpackedSource[] = [];
  const size = sources.reduce((sum, source) => sum + source.size, 0);
  const format = `${sources.length} files merged by time`;
  const run = async (progress: LoadProgress): Promise<void> => {
    const { signal } = progress;
    let capture: Capture | undefined;
    try {
      const files: Records[] = [];
      let behind = 0;
      for (const source of sources) {
        // Walking the records is the lesser half of the work.
        files.push(
          await recordsOf(source, environment, signal, unpacked, (bytes) => {
            progress.read = Math.floor((behind + bytes) / 2);
            onProgress();
          }),
        );
        behind += source.size;
      }
      const formats = [...new Set(files.map(({ format }) => format))];
      progress.format = `${format} (${formats.join('; ')})`;
      const joined = new JoinedSource(files.map(({ data }) => data));
      capture = new Capture(joined, registry, annotations);
      for (const [number, file] of files.entries())
        describe(capture, file, sources[number]?.name ?? '', joined.offsetOf(number));
      progress.gotCapture(capture);
      const total = files.reduce((sum, { table }) => sum + table.length, 0);
      let done = 0;
      for await (const count of inOrderOfTime(capture, files, joined, said)) {
        done += count;
        progress.read = Math.floor((size * (total + done)) / (2 * total));
        progress.gotFirst();
        onProgress();
        await environment.pause();
        if (signal.aborted) break;
      }
      if (signal.aborted) progress.phase = 'stopped';
      else {
        progress.phase = 'done';
        progress.read = size;
      }
    } catch (error) {
      capture ??= new Capture(new JoinedSource(sources), registry, annotations);
      progress.gotCapture(capture);
      const message = messageOf(error);
      capture.sink.fault({ offset: 0, message, fatal: true });
      progress.phase = 'failed';
    }
  };

  const release = async (): Promise<void> => {
    for (const source of unpacked) {
      await source.done;
      await source.close();
    }
  };
  return startLoading({ format, run, release, relates: true, idle: environment.idle }, onProgress);
}

/** Walks a file's records; packets are listed, not looked into. */
async function recordsOf(
  source: ByteSource,
  environment: LoadEnvironment,
  signal: Signal,
  opened: UnpackedSource[],
  onProgress: (bytes: number) => void,
): Promise<Records> {
  const packed = recogniseCapture(await source.read(0, HEAD_OCTETS)).kind === 'gzip';
  const unpacked = packed ? unpack(source, environment.makeSpill(), signal) : undefined;
  if (unpacked !== undefined) opened.push(unpacked);
  const data: ByteSource = unpacked ?? source;
  const head = await data.read(0, HEAD_OCTETS);
  const walker = createWalker(head, head.length < HEAD_OCTETS);
  const table = new PacketTable();
  const interfaces: CaptureInterface[] = [];
  const faults: FileFault[] = [];
  const details: { readonly label: string; readonly value: string }[] = [];
  const names = new Map<string, string>();
  if (walker === undefined) {
    const recognised = recogniseCapture(head);
    const message = 'message' in recognised ? recognised.message : 'this file is packed twice: unpack it first';
    faults.push({ offset: 0, message, fatal: true });
    return { data, format: 'no capture', table, interfaces, faults, details, names };
  }
  const sink: RecordSink = {
    interface: (described) => interfaces.push(described),
    packet: (seconds, nanos, offset, captured, original, interfaceIndex, flags) => {
      table.append(seconds, nanos, offset, captured, original, interfaceIndex, flags);
    },
    packetComment: (text) => {
      const index = table.length - 1;
      const comments = table.comments.get(index);
      if (comments === undefined) table.comments.set(index, [text]);
      else comments.push(text);
    },
    fileDetail: (label, value) => details.push({ label, value }),
    name: (address, name) => names.set(address, name),
    fault: (fault) => faults.push(fault),
  };
  await walkFile(data, walker, sink, {
    signal,
    onProgress: (bytes) => onProgress(unpacked?.packedRead ?? bytes),
  });
  await unpacked?.done;
  if (unpacked?.fault !== undefined) faults.push(unpacked.fault);
  return { data, format: packed ? `gzip, ${walker.format}` : walker.format, table, interfaces, faults, details, names };
}

/** Tells the merged capture what a file says of itself. */
function describe({ sink }: Capture, file: Records, name: string, base: number): void {
  for (const described of file.interfaces) sink.interface(described);
  sink.fileDetail('Merged file', `${name}: ${file.format}, ${file.table.length} packets`);
  for (const { label, value } of file.details) sink.fileDetail(label, value);
  for (const [address, text] of file.names) sink.name(address, text);
  // One file that cannot be read does not take the others with it.
  for (const { offset, message } of file.faults) {
    sink.fault({ offset: base + offset, message: `${name}: ${message}`, fatal: false });
  }
}

/** Pass 1 over all packets, earliest first; yields how many packets were taken since the last time. */
async function* inOrderOfTime(
  capture: Capture,
  files: readonly Records[],
  joined: JoinedSource,
  said: SaidBefore | undefined,
): AsyncGenerator<number> {
  const { sink, annotations } = capture;
  const before = said?.annotations.isEmpty === false ? said : undefined;
  let beforeNext = 0;
  const heads = files.map((file, number) => ({
    ...file,
    number,
    next: 0,
    reader: new ForwardReader(file.data),
    base: joined.offsetOf(number),
    firstInterface: files.slice(0, number).reduce((sum, { interfaces }) => sum + interfaces.length, 0),
  }));
  let taken = 0;
  for (;;) {
    let earliest: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next < head.table.length && (earliest === undefined || isBefore(head, earliest))) earliest = head;
    }
    if (earliest === undefined) break;
    const { table, next, number, reader, base, firstInterface } = earliest;
    const offset = table.offset.get(next);
    const captured = table.captured.get(next);
    if (!reader.holds(offset, captured)) await reader.readFrom(offset, captured);
    if (before !== undefined && number < before.files)
      annotations.take(before.annotations, beforeNext++, capture.length);
    sink.packet(
      table.seconds.get(next),
      table.nanos.get(next),
      base + offset,
      captured,
      table.original.get(next),
      firstInterface + table.interfaceIndex.get(next),
      table.flags.get(next),
      reader.window,
      offset - reader.offset,
    );
    for (const text of table.comments.get(next) ?? []) sink.packetComment(text);
    earliest.next++;
    if (++taken === SLICE) {
      yield taken;
      taken = 0;
    }
  }
  if (taken > 0) yield taken;
}

function isBefore(a: { readonly table: PacketTable; readonly next: number }, b: typeof a): boolean {
  const seconds = a.table.seconds.get(a.next) - b.table.seconds.get(b.next);
  return seconds < 0 || (seconds === 0 && a.table.nanos.get(a.next) < b.table.nanos.get(b.next));
}

/** A window that moves through a file. */
class ForwardReader {
  readonly #source: ByteSource;
  window: Uint8Array = new Uint8Array(0);
  /** Octet of the file where the window begins. */
  offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  holds(offset: number, length: number): boolean {
    return offset >= this.offset && offset + length <= this.offset + this.window.length;
  }

  /** @throws when the file no longer holds the octets */
  async readFrom(offset: number, length: number): Promise<void> {
    this.window = await this.#source.read(offset, Math.max(WINDOW, length));
    this.offset = offset;
    if (this.window.length < length) throw new Error(`${this.#source.name} has become shorter while it was read`);
  }
}
