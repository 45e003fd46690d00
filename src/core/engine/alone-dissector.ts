import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import { ConversationNumbers, type NumberedTransport } from '../dissect/conversation-numbers.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import type { Secret } from '../dissect/secrets.ts';
import { Streams } from '../dissect/streams.ts';
import type { CaptureState } from '../dissect/summary.ts';
import type { Capture } from './capture.ts';
import { conversationNumber } from './conversation-number.ts';
import { WatchedState } from './headers/watched-state.ts';

/** The state of a capture in which nothing was noted of any TCP segment. */
class AloneState extends WatchedState {
  readonly #streams = new Streams();
  readonly #numbers = new ToldNumber();

  override get streams(): CaptureState['streams'] {
    return this.#streams;
  }

  /** Tells the number of the packet's conversation; -1 where it has none. */
  tell(conversation: number): void {
    this.isAsked = false;
    this.#numbers.tell(conversation);
  }

  override conversations(transport: NumberedTransport): ConversationNumbers {
    // Who is told of one conversation cannot say which of several it is, or whether others have a number.
    return this.#numbers.isLeft ? this.#numbers : super.conversations(transport);
  }
}

/** The number of one packet's conversation, to be asked once. */
class ToldNumber extends ConversationNumbers {
  #number = -1;
  #isLeft = false;

  /** False when there is none, or it was asked. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  tell(number: number): void {
    this.#number = number;
    this.#isLeft = number >= 0;
  }

  override at(): number {
    this.#isLeft = false;
    return this.#number;
  }
}

/**
 * Dissects packets that `mayStandAlone` by their own octets, without what pass 1 knows: for threads that have only the records of a file
 * (see `recordsOnly` of `loadCapture`). The trees are those of `Capture.dissect`.
 */
export class AloneDissector {
  readonly #capture: Capture;
  readonly #state = new AloneState();

  /** @param capture needs no more than its records */
  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /**
   * As `Capture.dissect`; undefined when it takes more than the packet's own octets to make its tree.
   * @param conversation what `aloneConversation` says of the packet
   */
  dissect(
    index: number,
    bytes: { get(index: number): Uint8Array | undefined },
    secrets: readonly Secret[],
    conversation: number,
    tree?: Tree,
  ): { readonly tree: Tree; readonly context: Context } | undefined {
    const state = this.#state;
    state.tell(conversation);
    const { registry } = this.#capture;
    const frame = this.#capture.frame(index);
    const dissected = dissectPacket({ registry, frame, bytes: bytes.get(index) ?? NOTHING, state, secrets, tree });
    return state.isAsked ? undefined : dissected;
  }
}

/** True when pass 1, which is done, has noted nothing of a packet's segment: the first condition of dissecting it alone. */
export function mayStandAlone({ state: { streams } }: Capture, index: number): boolean {
  return !streams.isNoted(index);
}

/** Number of the one conversation that a packet is of, as its flow tells; -1 for none. */
export function aloneConversation(capture: Capture, index: number): number {
  const overTcp = conversationNumber(capture, index, 'tcp');
  return overTcp < 0 ? conversationNumber(capture, index, 'udp') : overTcp;
}

const NOTHING = new Uint8Array(0);
