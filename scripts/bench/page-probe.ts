/*
 * Runs in the page, before its own scripts: it watches frames, long tasks and the list, and lets the engine's worker be
 * asked directly. It must not use anything of this module's outside: it is handed over as text.
 */

/** What the measuring program sees of the page. */
export interface Probe {
  /** Begins to watch; times count from here. */
  begin(): void;
  /** True once the page has started its engine. */
  readonly isStarted: boolean;
  /** Longest stretch of the main thread since `begin`, and all times between frames. */
  readonly longest: number;
  readonly frames: readonly number[];
  /** Milliseconds after the file was chosen at which rows with their content were painted, and all of them were listed. */
  readonly firstRows: number | undefined;
  complete(packets: number): Promise<number>;
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Filters, and says when the first matches and all were there. */
  filter(text: string): Promise<{ readonly first: number; readonly all: number; readonly shown: number }>;
  sort(key: string | undefined): Promise<number>;
  /** Presses a row of those that are shown, and says in which milliseconds its tree was in the page, and painted. */
  select(row: number): Promise<{ readonly there: number; readonly painted: number }>;
  readAndWalk(): Promise<number>;
}

interface Listing {
  readonly filter: string;
  readonly phase: string;
  readonly shown: number;
  readonly sort: { readonly key: string } | undefined;
}

export function installProbe(): void {
  const scope = globalThis as unknown as { probe: Probe; Worker: typeof Worker };
  let engine: Worker | undefined;
  let chosenAt = 0;
  let file: File | undefined;
  let firstRows: number | undefined;
  let frames: number[] = [];
  let longest = 0;
  let lastFrame = 0;
  let isWatching = false;
  let listing: (value: Listing) => void = () => undefined;
  const open = new Map<number, (data: { result?: unknown; error?: string }) => void>();
  let lastId = 1_000_000_000;

  scope.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'engine') return;
      engine = this;
      this.addEventListener('message', ({ data }: MessageEvent) => {
        if (data.event === 'listing') listing(data.value as Listing);
        const waiting = open.get(data.id);
        if (waiting === undefined) return;
        open.delete(data.id);
        // The page does not know this call.
        waiting(data);
      });
    }
  };

  /** Calls back behind the painting of the frame that is being made: messages are served after it. */
  const painted = (run: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(undefined);
  };
  const grid = (): Element | null => document.querySelector('[role=grid][aria-label=Packets]');
  const rowCount = (): number => Number(grid()?.getAttribute('aria-rowcount') ?? 0);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (isWatching) longest = Math.max(longest, entry.duration);
  }).observe({ type: 'longtask' });
  const watch = (time: number): void => {
    if (isWatching) {
      if (lastFrame > 0) frames.push(time - lastFrame);
      lastFrame = time;
      // Rows that are still to come stand there with their number alone, and are busy.
      if (firstRows === undefined && chosenAt > 0 && grid()?.querySelector('[role=row][aria-busy=false]') != null) {
        const from = chosenAt;
        painted(() => {
          if (from === chosenAt) firstRows ??= performance.now() - from;
        });
      }
    }
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  document.addEventListener(
    'change',
    ({ target }) => {
      const [chosen] = (target as HTMLInputElement).files ?? [];
      if (chosen === undefined) return;
      file = chosen;
      chosenAt = performance.now();
      firstRows = undefined;
    },
    true,
  );

  const call = (method: string, ...args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      open.set(id, ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(error))));
      engine?.postMessage({ id, method, args });
    });
  const listed = (isThere: (value: Listing) => boolean): Promise<Listing> =>
    new Promise((resolve) => {
      listing = (value) => {
        if (isThere(value)) resolve(value);
      };
    });

  scope.probe = {
    begin() {
      frames = [];
      longest = 0;
      lastFrame = 0;
      isWatching = true;
    },
    get isStarted() {
      return engine !== undefined;
    },
    get longest() {
      return longest;
    },
    get frames() {
      return frames;
    },
    get firstRows() {
      return firstRows;
    },
    complete: (packets) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (rowCount() === packets + 1) resolve(performance.now() - chosenAt);
          else setTimeout(look, 5);
        };
        look();
      }),
    call,
    async filter(text) {
      const all = listed(({ filter, phase }) => filter === text && phase === 'complete');
      const from = performance.now();
      const fault = await call('setFilter', text);
      if (fault !== undefined) throw new Error(`the filter is not understood: ${JSON.stringify(fault)}`);
      const first = performance.now() - from;
      const { shown } = await all;
      return { first, all: performance.now() - from, shown };
    },
    async sort(key) {
      const all = listed(({ sort, phase }) => sort?.key === key && phase === 'complete');
      const from = performance.now();
      await call('sort', key, true);
      await all;
      return performance.now() - from;
    },
    select: (row) =>
      new Promise((resolve, reject) => {
        const rows = [...(grid()?.querySelectorAll('[role=row][aria-rowindex]') ?? [])].filter(
          (element) => element.getAttribute('aria-rowindex') !== '1',
        );
        const tree = (): string => document.querySelector('[role=tree]')?.textContent ?? '';
        const before = tree();
        const element = rows[row];
        if (element === undefined) return reject(new Error(`there is no row ${row}`));
        const cell = element.querySelector('[role=gridcell]') ?? element;
        const observer = new MutationObserver(() => {
          if (tree() === before || tree() === '') return;
          observer.disconnect();
          const there = performance.now() - from;
          requestAnimationFrame(() => painted(() => resolve({ there, painted: performance.now() - from })));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        const from = performance.now();
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
          cell.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0 }));
        setTimeout(() => reject(new Error('no tree came')), 10_000);
      }),
    async readAndWalk() {
      const code = `onmessage = async ({ data }) => {
        const reader = data.stream().getReader();
        const from = performance.now();
        let skip = 24, held = new Uint8Array(0), packets = 0;
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          let at = skip;
          if (held.length > 0) { const joined = new Uint8Array(held.length + value.length); joined.set(held); joined.set(value, held.length); held = joined; at = 0; } else held = value;
          while (at + 16 <= held.length) { at += 16 + (held[at + 8] | held[at + 9] << 8 | held[at + 10] << 16); packets++; }
          if (at >= held.length) { skip = at - held.length; held = new Uint8Array(0); } else { held = held.slice(at); skip = 0; }
        }
        postMessage({ took: performance.now() - from, packets });
      }`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
      const answer = new Promise<number>((resolve) => {
        worker.onmessage = ({ data }) => resolve(data.took);
      });
      worker.postMessage(file);
      const took = await answer;
      worker.terminate();
      return took;
    },
  };
}
