import { NO, YES } from '../filter/verdict.ts';
import type { Capture } from './capture.ts';
import { conversationNumber, isReopened } from './conversation-number.ts';
import { conversationFilter, type End, endOf, endsOn, type FlowEnds, isOn } from './flow-layers.ts';
import type { FlowLayer } from './statistics-views.ts';

/** The innermost first: packets of one connection before all packets of two hosts. */
const LAYERS: readonly FlowLayer[] = ['tcp', 'udp', 'ipv4', 'ipv6', 'ethernet', 'other'];

/**
 * What two ends have to say to each other, in both directions, on the innermost layer where a packet tells who they are; over TCP until they
 * open another connection.
 */
export class Conversation {
  readonly #capture: Capture;
  readonly layer: FlowLayer;
  readonly #network: number;
  readonly #ends: FlowEnds;
  readonly #flow: number;
  /** Number of the connection over TCP; -1 elsewhere. */
  readonly #stream: number;
  /** By flow: whether its packets belong here; 0 where nobody has asked, or the flow has come since. */
  readonly #known: Uint8Array;

  private constructor(capture: Capture, index: number, flow: number, layer: FlowLayer) {
    this.#capture = capture;
    this.layer = layer;
    this.#network = capture.flows.network(flow);
    this.#ends = endsOn(capture.flows, flow, layer);
    this.#flow = flow;
    this.#stream = layer === 'tcp' ? conversationNumber(capture, index, 'tcp') : -1;
    this.#known = new Uint8Array(capture.flows.length);
  }

  /** That of packet `index`; undefined when the packet does not tell who sent it to whom. */
  static of(capture: Capture, index: number): Conversation | undefined {
    if (index < 0 || index >= capture.length) return undefined;
    const flow = capture.table.flow.get(index);
    const layer = flow === 0 ? undefined : LAYERS.find((one) => isOn(capture.flows, flow, one));
    return layer && new Conversation(capture, index, flow, layer);
  }

  /** The display filter of its packets; undefined where no fields have its ends (telephone numbers, say). */
  get filter(): string | undefined {
    const filter = conversationFilter(this.layer, this.#network, ...this.ends);
    const isOne = this.#stream < 0 || !isReopened(this.#capture, this.#flow);
    return isOne || filter === undefined ? filter : `tcp.stream == ${this.#stream}`;
  }

  /** The two ends; the one that sent the packet which the conversation was asked for comes first. */
  get ends(): readonly [End, End] {
    const { addresses } = this.#capture.state;
    return [
      endOf(this.#ends, 'source', this.layer, addresses),
      endOf(this.#ends, 'destination', this.layer, addresses),
    ];
  }

  /** Which of `ends` sends packet `index`, which belongs to the conversation, and from which port to which. */
  senderOf(index: number): {
    readonly side: 0 | 1;
    readonly ports: { readonly source: number; readonly destination: number };
  } {
    const sent = endsOn(this.#capture.flows, this.#capture.table.flow.get(index), this.layer);
    return {
      side: isSame(this.#ends, sent) ? 0 : 1,
      ports: { source: sent.sourcePort, destination: sent.destinationPort },
    };
  }

  /** True for another object of the same conversation in the same capture. */
  isSameAs(other: Conversation): boolean {
    const isBetween = this.layer === other.layer && this.#network === other.#network && this.#isBetween(other.#ends);
    return isBetween && this.#stream === other.#stream;
  }

  /** True when packet `index` belongs to it. */
  has(index: number): boolean {
    const flow = this.#capture.table.flow.get(index);
    let has = this.#known[flow] ?? 0;
    if (has === 0) {
      has = this.#hasFlow(flow) ? YES : NO;
      if (flow < this.#known.length) this.#known[flow] = has;
    }
    if (has === NO) return false;
    // The same ends may have opened another connection.
    return !isReopened(this.#capture, flow) || conversationNumber(this.#capture, index, 'tcp') === this.#stream;
  }

  #hasFlow(flow: number): boolean {
    const { flows } = this.#capture;
    if (flow === 0 || !isOn(flows, flow, this.layer)) return false;
    if (this.layer !== 'ethernet' && flows.network(flow) !== this.#network) return false;
    return this.#isBetween(endsOn(flows, flow, this.layer));
  }

  /** True for these ends, whichever of them sends. */
  #isBetween(there: FlowEnds): boolean {
    const here = this.#ends;
    return (
      isSame(here, there) ||
      isSame(here, {
        source: there.destination,
        sourcePort: there.destinationPort,
        destination: there.source,
        destinationPort: there.sourcePort,
      })
    );
  }
}

function isSame(a: FlowEnds, b: FlowEnds): boolean {
  return (
    a.source === b.source &&
    a.sourcePort === b.sourcePort &&
    a.destination === b.destination &&
    a.destinationPort === b.destinationPort
  );
}
