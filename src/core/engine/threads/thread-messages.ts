import type { Secret } from '../../dissect/secrets.ts';
import type { DecodeAs } from '../views.ts';
import type { PacketBatch } from './packet-batch.ts';

/** What packets are asked. */
export interface Question {
  /** A display filter as the user has written it, of which the part is asked that contents answer. */
  readonly filter: string;
  /** The user's secrets. */
  readonly secrets: readonly Secret[];
  /** The user's protocol choices. */
  readonly decodeAs: readonly DecodeAs[];
  /** Of which a thread makes the file's source again (`ByteSource.handle`). */
  readonly file: unknown;
}

/**
 * What a thread is told: what to get ready for; a question, and batches of packets that are asked it; that a batch need not be
 * answered any more, or that nobody wants to know a question any more.
 */
export type ToThread =
  | { readonly kind: 'ready'; readonly decodeAs: readonly DecodeAs[] }
  | { readonly kind: 'question'; readonly question: number; readonly asked: Question }
  | { readonly kind: 'batch'; readonly question: number; readonly id: number; readonly batch: PacketBatch }
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'forget'; readonly question: number };

/** What a thread answers: that it is ready, and to each batch, in their order. */
export type FromThread =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'answer';
      readonly id: number;
      /** 1 for each packet of the batch that matches; undefined when the thread cannot say. */
      readonly matches: Uint8Array<ArrayBuffer> | undefined;
    };

/** What a thread tells of itself. */
export interface ThreadEvents {
  onAnswer(answer: FromThread): void;
  /** It has failed, or rested for long and ended; it is not heard of again. */
  onGone(why: 'failed' | 'rested'): void;
}

/** A thread of the platform, in which a `ThreadServer` serves what is posted. */
export interface PlatformThread {
  /** @param moved buffers of the message that are of no use here any more */
  post(message: ToThread, moved: ArrayBuffer[]): void;
  end(): void;
}

/** What a platform has of further threads. */
export interface ThreadPlatform {
  /** Threads that can work at once beside this one. */
  readonly count: number;
  /** Starts one. @throws where that is refused */
  start(events: ThreadEvents): PlatformThread;
}
