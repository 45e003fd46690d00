import type { Api } from '../../../../worker/api.ts';
import type { Remote } from '../../../../worker/rpc.ts';
import type { AppState, AppStore } from '../../../state/store.ts';
import { BLOCK_LINES, KnownLines } from './known-lines.ts';

/** Milliseconds that the list rests before anything is asked for the map. */
const REST_MS = 100;
/** The same while a capture loads: a map would take from what loading gets, and most captures are there before. */
const LOADING_REST_MS = 2500;

/** Asks the engine for the lines of the map when the person pauses. */
export interface MapQuestions {
  readonly known: KnownLines;
  /** Rows that the map has lines for now. */
  want(from: number, to: number): void;
  /** The list moves on the screen. */
  moved(): void;
  /** Nobody looks at the map any more. */
  end(): void;
}

/**
 * Nothing is asked before the first tree of a capture is there, nor while the list moves.
 * @param onLines more is known, or all of it is gone
 */
export function createMapQuestions(store: AppStore, remote: () => Remote<Api>, onLines: () => void): MapQuestions {
  const { getState: get } = store;
  const known = new KnownLines();
  let wanted = { from: 0, to: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Changes when what has been asked is not waited for any more. */
  let run = 0;
  let isAsking = false;

  const missing = () => known.missing(wanted.from, wanted.to, get().epoch);

  const ask = async (): Promise<void> => {
    const own = run;
    isAsking = true;
    for (let from = missing(); from !== undefined; from = missing()) {
      const { epoch } = get();
      // What cannot be read is told where its rows are: they are asked for too.
      const lines = await remote()
        .mapLines(from, BLOCK_LINES)
        .catch(() => undefined);
      if (own !== run) return;
      if (lines === undefined) break;
      known.put(lines, epoch);
      onLines();
      // A list that has become shorter says so soon.
      if (!known.has(from, wanted.to, epoch)) break;
    }
    isAsking = false;
  };

  const giveUp = (): void => {
    clearTimeout(timer);
    timer = undefined;
    run++;
    if (!isAsking) return;
    isAsking = false;
    if (get().engine.phase === 'ready')
      remote()
        .stopMapLines()
        .catch(() => undefined);
  };

  /** @param isAnew waits from now on, and gives up what is being asked */
  const askSoon = (isAnew: boolean): void => {
    if (isAnew) giveUp();
    const { view, engine, status } = get();
    if (timer !== undefined || isAsking || view === undefined || engine.phase !== 'ready') return;
    if (missing() === undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void ask();
      },
      status?.phase === 'loading' ? LOADING_REST_MS : REST_MS,
    );
  };

  const onChange = (state: AppState, before: AppState): void => {
    const isOther = state.opened !== before.opened || state.listing?.revision !== before.listing?.revision;
    if (isOther) {
      known.clear();
      onLines();
    }
    const isAnew = isOther || state.epoch !== before.epoch || state.status?.phase !== before.status?.phase;
    if (isAnew) askSoon(true);
    else if (state.view !== before.view) askSoon(false);
  };
  const leave = store.subscribe(onChange);

  return {
    known,
    want(from, to) {
      wanted = { from, to };
      askSoon(false);
    },
    moved: () => askSoon(true),
    end() {
      leave();
      giveUp();
    },
  };
}
