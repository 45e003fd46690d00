import { NO, YES } from '../filter/verdict.ts';
import type { Capture } from './capture.ts';
import { conversationFilter, type End, endOf, endsOn, type FlowEnds, isOn } from './flow-layers.ts';
import type { FlowLayer } from './statistics-views.ts';

/** The innermost first: packets of one connection before all packets of two hosts. */
const LAYERS: readonly FlowLayer[] = ['tcp', 'udp', 'ipv4', 'ipv6', 'ethernet', 'other'];

/** What two ends have to say to each other, in both directions, on the innermost layer where a packet tells who they are. */
export class Conversation {
  readonly #capture: Capture;
  readonly layer: FlowLayer;
  readonly #network: number;
  readonly #ends: FlowEnds;
  /** By flow: whether its packets belong here; 0 where nobody has asked, or the flow has come since. */
  readonly #known: Uint8Array;

  private constructor(capture: Capture, flow: number, layer: FlowLayer) {
    this.#capture = capture;
    this.layer = layer;
    this.#network = capture.flows.network(flow);
    this.#ends = endsOn(capture.flows, flow, layer);
    this.#known = new Uint8Array(capture.flows.length);
  }

  /** That of packet `index`; undefined when the packet does not tell who sent it to whom. */
  static of(capture: Capture, index: number): Conversation | undefined {
    if (index < 0 || index >= capture.length) return undefined;
    const flow = capture.table.flow.get(index);
    const layer = flow === 0 ? undefined : LAYERS.find((one) => isOn(capture.flows, flow, one));
    return layer && new Conversation(capture, flow, layer);
  }

  /** The display filter of its packets; undefined where no fields have its ends (telephone numbers, say). */
  get filter(): string | undefined {
    return conversationFilter(this.layer, this.#network, ...this.ends);
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
    return this.layer === other.layer && this.#network === other.#network && this.#isBetween(other.#ends);
  }

  /** True when packet `index` belongs to it. */
  has(index: number): boolean {
    const flow = this.#capture.table.flow.get(index);
    const known = this.#known[flow];
    if (known !== undefined && known !== 0) return known === YES;
    const has = this.#hasFlow(flow);
    if (known !== undefined) this.#known[flow] = has ? YES : NO;
    return has;
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
