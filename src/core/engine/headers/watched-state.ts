import { AddressPool } from '../../dissect/address-pool.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import type { NumberedTransport } from '../../dissect/conversation-numbers.ts';
import type { LearningLog } from '../../dissect/learning-log.ts';
import type { SightingKinds, Sightings } from '../../dissect/sightings.ts';
import type { CaptureState } from '../../dissect/summary.ts';

/**
 * A state without any capture, which notes when it is asked for something: then only the capture's own has the answer.
 * Addresses get no numbers, and are not asked back.
 */
export class WatchedState implements CaptureState {
  /** True once anything was asked; set it back for the next packet. */
  isAsked = false;
  readonly addresses: AddressPool = new NoAddresses();
  #empty: CaptureState | undefined;

  get learning(): LearningLog | undefined {
    return this.#asked().learning;
  }
  get contents(): CaptureState['contents'] {
    return this.#asked().contents;
  }
  conversations(transport: NumberedTransport): ReturnType<CaptureState['conversations']> {
    return this.#asked().conversations(transport);
  }
  get streams(): CaptureState['streams'] {
    return this.#asked().streams;
  }
  get lone(): CaptureState['lone'] {
    return this.#asked().lone;
  }
  reassembly(kind: string): ReturnType<CaptureState['reassembly']> {
    return this.#asked().reassembly(kind);
  }
  parts(kind: string): ReturnType<CaptureState['parts']> {
    return this.#asked().parts(kind);
  }
  chains(kind: string): ReturnType<CaptureState['chains']> {
    return this.#asked().chains(kind);
  }
  facts(kind: string): ReturnType<CaptureState['facts']> {
    return this.#asked().facts(kind);
  }
  exchanges(kind: string): ReturnType<CaptureState['exchanges']> {
    return this.#asked().exchanges(kind);
  }
  sightings<K extends keyof SightingKinds>(kind: K): Sightings<SightingKinds[K]> {
    return this.#asked().sightings(kind);
  }
  forColumnsOnly(): void {
    this.isAsked = true;
  }
  finish(): void {
    this.isAsked = true;
  }
  related(): void {
    this.isAsked = true;
  }
  unfinished(): Iterable<number> {
    return this.#asked().unfinished();
  }
  dependencies(frame: number): readonly number[] {
    return this.#asked().dependencies(frame);
  }
  partsOf(frame: number): readonly number[] {
    return this.#asked().partsOf(frame);
  }

  #asked(): CaptureState {
    this.isAsked = true;
    this.#empty ??= createCaptureState();
    return this.#empty;
  }
}

/** Looking up an address takes longer than all else of a header. */
class NoAddresses extends AddressPool {
  override named(): number {
    return 0;
  }
  override ipv4(): number {
    return 0;
  }
  override ipv6(): number {
    return 0;
  }
  override ether(): number {
    return 0;
  }
}
