import type { CaptureInterface, FileFault, RecordSink, RecordWalker } from '../record-walker.ts';

export interface RecordedPacket {
  readonly seconds: number;
  readonly nanos: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly original: number;
  readonly interfaceIndex: number;
  readonly flags: number;
  readonly comments: string[];
}

/** Keeps everything that a walker finds. For tests. */
export class RecordingSink implements RecordSink {
  readonly interfaces: CaptureInterface[] = [];
  readonly packets: RecordedPacket[] = [];
  readonly details: string[] = [];
  readonly names: string[] = [];
  readonly faults: FileFault[] = [];

  interface(described: CaptureInterface): void {
    this.interfaces.push(described);
  }

  packet(
    seconds: number,
    nanos: number,
    offset: number,
    captured: number,
    original: number,
    interfaceIndex: number,
    flags: number,
    window: Uint8Array,
    at: number,
  ): void {
    if (at < 0 || at + captured > window.length) throw new Error(`packet at ${at}+${captured} of ${window.length}`);
    if (interfaceIndex >= this.interfaces.length) throw new Error(`interface ${interfaceIndex} was not given`);
    const bytes = window.slice(at, at + captured);
    this.packets.push({ seconds, nanos, offset, bytes, original, interfaceIndex, flags, comments: [] });
  }

  packetComment(text: string): void {
    this.packets.at(-1)!.comments.push(text);
  }

  fileDetail(label: string, value: string): void {
    this.details.push(`${label}: ${value}`);
  }

  name(address: string, name: string): void {
    this.names.push(`${address} ${name}`);
  }

  fault(fault: FileFault): void {
    this.faults.push(fault);
  }
}

/** Walks octets in windows of `windowSize` and checks what every walker must hold to. */
export function walkBytes(walker: RecordWalker, bytes: Uint8Array, windowSize = bytes.length + 1): RecordingSink {
  const sink = new RecordingSink();
  let offset = 0;
  let size = windowSize;
  for (let step = 0; ; step++) {
    if (step > 2 * bytes.length + 100) throw new Error('the walker does not get on');
    const window = bytes.slice(offset, offset + size);
    const last = offset + size > bytes.length;
    const consumed = walker.walk(window, window.length, offset, last, sink);
    if (last || walker.stopped) {
      if (!walker.stopped) throw new Error('the walker goes on behind the end');
      return sink;
    }
    if (consumed === 0) size *= 2;
    else size = windowSize;
    offset += consumed;
  }
}
