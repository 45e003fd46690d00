import type { DecodeAs } from '../views.ts';
import { buffersOf, type PacketBatch } from './packet-batch.ts';
import type { FromThread, PlatformThread, Question, ThreadPlatform, ToThread } from './thread-messages.ts';

/** Packets from which further threads pay: fewer are asked before one has begun. */
const LEAST_PACKETS = 200_000;

/**
 * Threads beside this one from which they pay. Of two cores the browser itself takes half of one to read the file: filters over
 * contents of a million packets took as long with a second thread as without (0.6 to 0.8 s), and the first one a third longer.
 */
const LEAST_THREADS = 2;

/** Batches that a thread has at hand, so that it reads one while it asks the other. */
const AHEAD = 2;

/** Called with the matches of a batch, with undefined when it has to be asked here. */
type Answered = (matches: Uint8Array | undefined) => void;

interface Thread {
  /** True once it has been heard of: starting takes longer than many filters. */
  isReady: boolean;
  readonly platform: PlatformThread;
  /** Batches without an answer. */
  readonly open: Map<number, Answered>;
}

/** One question that threads are asked. */
export interface ThreadQuestion {
  /** Threads at work. */
  readonly threads: number;
  /** True when a thread could take another batch now. */
  readonly hasRoom: boolean;
  /** Gives a batch to the thread that has least at hand; its buffers go. @returns what takes it back: then it is not answered */
  give(batch: PacketBatch, onAnswer: Answered): () => void;
  /** Nobody wants to know any more; nothing is answered from now on. */
  end(): void;
}

/**
 * Further threads that ask packets what needs no order and nothing of the capture. They are started when they are wanted, and
 * never waited for: where they cannot be had, are slow, or end, all is done by who asks.
 */
export class ThreadPool {
  readonly #platform: ThreadPlatform;
  readonly #leastPackets: number;
  readonly #threads = new Set<Thread>();
  readonly #questions = new Map<number, { readonly message: ToThread; readonly onRoom: () => void }>();
  #decodeAs: readonly DecodeAs[] = [];
  #lastQuestion = 0;
  #lastBatch = 0;
  /** A thread ended before it was heard of: the platform has none. */
  #isRefused = false;

  /** @param leastPackets for which threads are asked */
  constructor(platform: ThreadPlatform, leastPackets = LEAST_PACKETS) {
    this.#platform = platform;
    this.#leastPackets = leastPackets;
  }

  /** True when they are worth asking for so many packets. */
  pays(packets: number): boolean {
    return packets >= this.#leastPackets && this.#platform.count >= LEAST_THREADS && !this.#isRefused;
  }

  /** The user's protocol choices in the registry of who asks from now on. */
  setDecodeAs(choices: readonly DecodeAs[]): void {
    this.#decodeAs = choices;
  }

  /** Starts the threads that are not there: they take a while. */
  start(): void {
    while (!this.#isRefused && this.#threads.size < this.#platform.count) this.#startOne();
  }

  /** Asks a question of all batches that are given to the result. @param onRoom is called when there may be room (again) */
  ask(asked: Omit<Question, 'decodeAs'>, onRoom: () => void): ThreadQuestion {
    const question = ++this.#lastQuestion;
    const message: ToThread = { kind: 'question', question, asked: { ...asked, decodeAs: this.#decodeAs } };
    this.#questions.set(question, { message, onRoom });
    for (const { platform } of this.#threads) platform.post(message, []);
    this.start();
    const ready = (): readonly Thread[] =>
      this.#questions.has(question) ? [...this.#threads].filter(({ isReady }) => isReady) : [];
    return {
      get threads() {
        return ready().length;
      },
      get hasRoom() {
        return ready().some(({ open }) => open.size < AHEAD);
      },
      give: (batch, onAnswer) => this.#give(question, batch, onAnswer, ready()),
      end: () => {
        if (this.#questions.delete(question))
          for (const { platform } of this.#threads) platform.post({ kind: 'forget', question }, []);
      },
    };
  }

  /** Ends all threads; what they have not answered is answered with undefined. */
  end(): void {
    for (const thread of [...this.#threads]) {
      thread.platform.end();
      this.#drop(thread);
    }
  }

  #give(question: number, batch: PacketBatch, onAnswer: Answered, ready: readonly Thread[]): () => void {
    const [first] = ready.toSorted((a, b) => a.open.size - b.open.size);
    if (first === undefined) {
      onAnswer(undefined);
      return () => undefined;
    }
    const id = ++this.#lastBatch;
    let isWanted = true;
    first.open.set(id, (matches) => {
      if (isWanted && this.#questions.has(question)) onAnswer(matches);
    });
    first.platform.post({ kind: 'batch', question, id, batch }, buffersOf(batch));
    return () => {
      isWanted = false;
      if (first.open.has(id)) first.platform.post({ kind: 'drop', id }, []);
    };
  }

  #startOne(): void {
    try {
      const platform = this.#platform.start({
        onAnswer: (answer: FromThread) => {
          thread.isReady = true;
          if (answer.kind === 'answer') {
            const answered = thread.open.get(answer.id);
            thread.open.delete(answer.id);
            answered?.(answer.matches);
          }
          for (const { onRoom } of [...this.#questions.values()]) onRoom();
        },
        onGone: (why) => {
          // One that was never heard of would not be the next time.
          if (why === 'failed' && !thread.isReady) this.#isRefused = true;
          this.#drop(thread);
        },
      });
      const thread: Thread = { isReady: false, platform, open: new Map() };
      this.#threads.add(thread);
      platform.post({ kind: 'ready', decodeAs: this.#decodeAs }, []);
      for (const { message } of this.#questions.values()) platform.post(message, []);
    } catch {
      this.#isRefused = true;
    }
  }

  #drop(thread: Thread): void {
    this.#threads.delete(thread);
    for (const onAnswer of [...thread.open.values()]) onAnswer(undefined);
    thread.open.clear();
  }
}
