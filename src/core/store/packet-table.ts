import { Column } from '../base/column.ts';

/** One typed array per column of the packet list; 54 octets a packet, no object per packet. */
export class PacketTable {
  readonly seconds = new Column(Float64Array);
  readonly nanos = new Column(Uint32Array);
  /** Octet of the file where the packet's data begin; may pass 4 GiB. */
  readonly offset = new Column(Float64Array);
  readonly captured = new Column(Uint32Array);
  readonly original = new Column(Uint32Array);
  readonly interfaceIndex = new Column(Uint16Array);
  /** pcapng's direction and checksum bits. */
  readonly flags = new Column(Uint16Array);
  /** Number of the topmost protocol. */
  readonly protocol = new Column(Uint16Array);
  /** Ids of the address pool. */
  readonly source = new Column(Uint32Array);
  readonly destination = new Column(Uint32Array);
  readonly sourcePort = new Column(Uint16Array);
  readonly destinationPort = new Column(Uint16Array);
  readonly info = new Column(Uint32Array);
  /** Worst severity and digest verdict, once judged (see Judgement). */
  readonly judged = new Column(Uint8Array);

  /** Few packets have comments. */
  readonly comments = new Map<number, string[]>();

  get length(): number {
    return this.seconds.length;
  }
}
