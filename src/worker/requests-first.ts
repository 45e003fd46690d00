import { Requests } from '../core/engine/requests.ts';
import { after } from '../core/files/event-loop.ts';

/** Longest wait of background work for requests, in milliseconds: a request that hangs must not end the work. */
const LONGEST_MS = 250;

/**
 * Lets requests of the person go before background work: the work pauses every few milliseconds, and while a request is
 * being served the pause does not end. A request takes several turns, since octets of the file come later: with a slice of
 * work in each of them it took three times as long.
 */
export class RequestsFirst {
  readonly #nextTurn: () => Promise<void>;
  readonly #requests = new Requests();

  constructor(nextTurn: () => Promise<void>) {
    this.#nextTurn = nextTurn;
  }

  /** Serves a request that answers soon; one that itself waits for background work must not be handed over. */
  serve<T>(answer: () => T | Promise<T>): Promise<T> {
    return this.#requests.serve(answer);
  }

  /** Background work rests for some milliseconds: the page draws what it has just been given. */
  rest(milliseconds: number): void {
    void this.serve(() => after(milliseconds));
  }

  /** Resolves when what waits has been served. */
  readonly pause = async (): Promise<void> => {
    await this.#nextTurn();
    if (!this.#requests.isOpen) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLate = false;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isLate = true;
        resolve();
      }, LONGEST_MS);
    });
    // An answer leads to the next question: a turn lets it come.
    while (this.#requests.isOpen && !isLate) {
      await Promise.race([this.#requests.idle(), late]);
      await this.#nextTurn();
    }
    clearTimeout(timer);
  };
}
