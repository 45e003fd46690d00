import { messageOf } from '../../base/message-of.ts';
import { Tree } from '../../codec/tree.ts';
import { after } from '../../files/event-loop.ts';
import type { Capture } from '../capture.ts';
import { Conversation } from '../conversation.ts';
import type { End } from '../flow-layers.ts';
import type { FollowSide, FollowView } from '../follow-views.ts';
import { readPackets } from '../listing/packet-window.ts';
import { type Clock, Slices } from '../listing/slices.ts';
import type { About } from './block-forms.ts';
import { carriedIn, WANTED } from './carried.ts';
import { InOrder } from './in-order.ts';
import { Said } from './said.ts';

/** What following needs of the session around it. */
export interface FollowedHost {
  readonly clock: Clock;
  /** Octets that are kept at once: what more there is, is followed from a later packet on. 8 MiB when left out. */
  readonly most?: number;
  capture(): Capture | undefined;
  /** True while packets are still being added to the open capture. */
  isLoading(): boolean;
}

const MOST_OCTETS = 8 * 1024 * 1024;
/** Packets of the conversation that are read at once, octets of the file that these may span, and packets looked at for them. */
const BLOCK = 512;
const BLOCK_OCTETS = 4 * 1024 * 1024;
const MOST_LOOKED = 1 << 20;
const FIRST_BLOCK = 32;
/** Milliseconds until the next look for packets, while the capture is loading. */
const WAIT_MS = 50;

/** What the ends of one conversation have said to each other, read from the capture piece by piece. */
export class Followed {
  readonly id: number;
  readonly said = new Said();
  readonly #host: FollowedHost;
  readonly #capture: Capture;
  readonly #conversation: Conversation;
  readonly #layer: 'tcp' | 'udp';
  readonly #ends: readonly [string, string];
  readonly #order = new InOrder(this.said);
  readonly #tree = new Tree();
  /** Packet that is looked at next. */
  #next: number;
  #packets = 0;
  #phase: FollowView['phase'] = 'reading';
  #fault: string | undefined;
  #isWanted = true;

  private constructor(
    host: FollowedHost,
    id: number,
    capture: Capture,
    conversation: Conversation,
    layer: 'tcp' | 'udp',
    from: number,
  ) {
    this.#host = host;
    this.id = id;
    this.#capture = capture;
    this.#conversation = conversation;
    this.#layer = layer;
    const [first, second] = conversation.ends;
    this.#ends = [endText(first), endText(second)];
    this.#next = from;
  }

  get #most(): number {
    return this.#host.most ?? MOST_OCTETS;
  }

  /** That of packet `index`; undefined when it belongs to no conversation over TCP or UDP. */
  static of(host: FollowedHost, id: number, index: number, isFromHere: boolean): Followed | undefined {
    const capture = host.capture();
    const asked = capture && Conversation.of(capture, index);
    const layer = asked?.layer;
    if (capture === undefined || asked === undefined || (layer !== 'tcp' && layer !== 'udp')) return undefined;
    let first = isFromHere ? index : 0;
    while (!asked.has(first)) first++;
    // Who began it comes first.
    const conversation = first === index ? asked : (Conversation.of(capture, first) ?? asked);
    return new Followed(host, id, capture, conversation, layer, first);
  }

  /** What forms say of ends and packets. */
  get about(): About {
    return {
      ends: this.#ends,
      time: (packet) => {
        const { seconds, nanos } = this.#capture.frame(packet);
        return `${seconds}.${String(nanos).padStart(9, '0')}`;
      },
    };
  }

  /** Reads on until all is there; settles when the first packets are. */
  async begin(): Promise<void> {
    const slices = new Slices(this.#host.clock);
    await this.#readBlock(FIRST_BLOCK, slices);
    if (this.#phase === 'reading') void this.#readOn(slices);
  }

  /** Ends reading and keeps what is there. */
  stop(): void {
    this.#isWanted = false;
    if (this.#phase === 'reading') this.#end('stopped');
  }

  view(): FollowView {
    const { said } = this;
    return {
      id: this.id,
      layer: this.#layer,
      ends: this.#ends,
      octets: [said.saidBy(0), said.saidBy(1)],
      missing: [said.missingOf(0), said.missingOf(1)],
      repeated: this.#order.repeated,
      turns: said.turns,
      packets: this.#packets,
      looked: this.#next,
      total: this.#capture.length,
      phase: this.#phase,
      next: this.#phase === 'full' ? this.#next : undefined,
      fault: this.#fault,
    };
  }

  /** The first piece with octets of packet `packet`, of those of a side. */
  pieceOf(packet: number, side: FollowSide): number | undefined {
    const { said } = this;
    // Pieces that waited behind a hole stand later than those of their neighbours: they are not in the order of packets.
    for (let piece = 0; piece < said.length; piece++)
      if (
        said.packet(piece) === packet &&
        said.kind(piece) === 'octets' &&
        (side === 'both' || said.side(piece) === side)
      )
        return piece;
    return undefined;
  }

  whole(side: FollowSide): Uint8Array {
    return this.said.whole(side === 'both' ? undefined : side);
  }

  async #readOn(slices: Slices): Promise<void> {
    while (this.#phase === 'reading') await this.#readBlock(BLOCK, slices);
  }

  async #readBlock(most: number, slices: Slices): Promise<void> {
    try {
      const indexes = this.#nextPackets(most);
      if (indexes.length > 0) await this.#read(indexes, slices);
      if (this.#phase !== 'reading') return;
      if (this.said.size >= this.#most) this.#end('full');
      else if (this.#next < this.#capture.length) await slices.rest();
      else if (this.#host.isLoading()) await after(WAIT_MS);
      else this.#end('complete');
    } catch (error) {
      this.#fault = messageOf(error);
      this.#end('stopped');
    }
  }

  /** The next packets of the conversation that lie close enough together to be read at once. */
  #nextPackets(most: number): number[] {
    const { table, length } = this.#capture;
    const indexes: number[] = [];
    let octets = 0;
    const stop = Math.min(length, this.#next + MOST_LOOKED);
    for (; this.#next < stop && indexes.length < most && octets < BLOCK_OCTETS; this.#next++) {
      if (!this.#conversation.has(this.#next)) continue;
      indexes.push(this.#next);
      octets += table.captured.get(this.#next);
    }
    return indexes;
  }

  async #read(indexes: readonly number[], slices: Slices): Promise<void> {
    const bytes = await readPackets(this.#capture, indexes);
    try {
      for (const index of indexes) {
        if (slices.isOver) await slices.pause();
        if (!this.#isWanted) return;
        this.#take(index, bytes);
        if (this.said.size < this.#most) continue;
        this.#next = index + 1;
        return;
      }
    } finally {
      bytes.release?.();
    }
  }

  #take(index: number, bytes: { get(index: number): Uint8Array | undefined }): void {
    const { side, ports } = this.#conversation.senderOf(index);
    const { tree } = this.#capture.dissect(index, bytes, [], this.#tree, WANTED[this.#layer]);
    const carried = carriedIn(tree, this.#layer, ports);
    this.#packets++;
    if (carried !== undefined) this.#order.take(side, index, carried);
  }

  #end(phase: FollowView['phase']): void {
    this.#phase = phase;
    this.#order.finish();
  }
}

function endText({ address, port }: End): string {
  return port === undefined ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
