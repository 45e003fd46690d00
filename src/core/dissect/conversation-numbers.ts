import { NumberIndex } from '../base/number-index.ts';

/** Transports whose conversations have numbers: `tcp.stream`, `udp.stream`. */
export type NumberedTransport = 'tcp' | 'udp';

/** As many as flows are told apart by their ports. */
const MOST = 200_000;

/** A number that conversations of the same ends have from a packet on. */
interface Later {
  readonly frame: number;
  readonly number: number;
}

/**
 * Numbers of the conversations of one transport, from 0 in the order of their first packets. A conversation is what two ends (address and
 * port) send each other, over TCP until they open another connection. Addresses are ids of the address pool.
 */
export class ConversationNumbers {
  readonly #most: number;
  /** One more than the first number of two ends, the lesser end first. */
  readonly #index = new NumberIndex();
  /** By the first number of two ends: what numbers they have later, in the order of packets. Few ends have some. */
  readonly #later = new Map<number, Later[]>();
  #length = 0;
  #reopened = 0;
  #isClosed = false;

  /** @param most conversations that get a number */
  constructor(most = MOST) {
    this.#most = most;
  }

  /** Numbers given. */
  get length(): number {
    return this.#length;
  }

  /** How often ends that had a number have got another one. */
  get reopened(): number {
    return this.#reopened;
  }

  /** Gives no numbers from now on: nobody will ask. */
  close(): void {
    this.#isClosed = true;
  }

  /** Pass 1: gives two ends a number unless they have one. @returns their first number; -1 when there are too many */
  meet(from: number, fromPort: number, to: number, toPort: number): number {
    if (this.#isClosed) return -1;
    const known = this.first(from, fromPort, to, toPort);
    if (known >= 0 || this.#length >= this.#most) return known;
    const number = this.#length++;
    if (isOrdered(from, fromPort, to, toPort)) this.#index.add(from, to, (fromPort << 16) | toPort, number + 1);
    else this.#index.add(to, from, (toPort << 16) | fromPort, number + 1);
    return number;
  }

  /** Pass 1: ends whose first number is `first` begin another conversation with packet `frame`, counted from 0. */
  reopen(first: number, frame: number): void {
    if (this.#isClosed || first < 0 || this.#length >= this.#most) return;
    const later = { frame, number: this.#length++ };
    this.#reopened++;
    const known = this.#later.get(first);
    if (known === undefined) this.#later.set(first, [later]);
    else known.push(later);
  }

  /** The first number of two ends; -1 when they have none. */
  first(from: number, fromPort: number, to: number, toPort: number): number {
    return isOrdered(from, fromPort, to, toPort)
      ? this.#index.find(from, to, (fromPort << 16) | toPort) - 1
      : this.#index.find(to, from, (toPort << 16) | fromPort) - 1;
  }

  /** The only number of two ends, whatever the packet; -1 when they have none or several. */
  only(from: number, fromPort: number, to: number, toPort: number): number {
    const first = this.first(from, fromPort, to, toPort);
    return this.#later.size > 0 && this.#later.has(first) ? -1 : first;
  }

  /** All numbers of two ends, in the order of packets. */
  all(from: number, fromPort: number, to: number, toPort: number): readonly number[] {
    const first = this.first(from, fromPort, to, toPort);
    return first < 0 ? [] : [first, ...(this.#later.get(first) ?? []).map(({ number }) => number)];
  }

  /** Number of two ends at packet `frame`, counted from 0; -1 when they have none. */
  at(frame: number, from: number, fromPort: number, to: number, toPort: number): number {
    const first = this.first(from, fromPort, to, toPort);
    const later = this.#later.get(first)?.findLast((one) => one.frame <= frame);
    return later?.number ?? first;
  }
}

/** True when the first of two ends is the lesser one, or the same. */
function isOrdered(from: number, fromPort: number, to: number, toPort: number): boolean {
  return from < to || (from === to && fromPort <= toPort);
}
