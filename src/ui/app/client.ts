import type {
  Api,
  BreakProgress,
  CaptureStatus,
  Events,
  ExportProgress,
  ListingApi,
  ListingStatus,
} from '../../worker/api.ts';
import { connect, type Remote } from '../../worker/rpc.ts';

/** What the page asks of the engine, and what it is told unasked. */
export type PageApi = Api & ListingApi;
type PageEvents = Events & { readonly listing: ListingStatus };
type Handlers = { readonly [K in keyof PageEvents]?: (value: PageEvents[K]) => void };

/** The engine in its worker. */
export interface Engine {
  readonly remote: Remote<PageApi>;
  /** Calls without an answer so far. */
  readonly openCalls: number;
  dispose(): void;
}

export interface EngineListener {
  readonly onStatus: (status: CaptureStatus) => void;
  readonly onListing: (listing: ListingStatus) => void;
  readonly onExporting: (progress: ExportProgress) => void;
  readonly onBreaking: (progress: BreakProgress) => void;
  readonly onCrash: (reason: string) => void;
}

export type StartEngine = (listener: EngineListener) => Engine;

/** Starts a worker of its own. After a crash it answers nothing more: dispose of it and start another. */
export const startEngine: StartEngine = ({ onStatus, onListing, onExporting, onBreaking, onCrash }) => {
  const worker = new Worker(new URL('../../worker/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const handlers: Handlers = { status: onStatus, listing: onListing, exporting: onExporting, breaking: onBreaking };
  const { remote, fail } = connect<PageApi, PageEvents>(worker, (event, value) => handlers[event]?.(value));
  const crash = (reason: string): void => {
    worker.terminate();
    fail(reason);
    onCrash(reason);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    crash(event.message === '' || event.message === undefined ? 'The engine could not be loaded' : event.message);
  });
  worker.addEventListener('messageerror', () => crash('A message from the engine could not be read'));
  const counted = countCalls(remote);
  return {
    remote: counted.remote,
    get openCalls() {
      return counted.open;
    },
    dispose() {
      worker.terminate();
      fail('The engine was stopped');
    },
  };
};

/** The same remote, with a count of the calls that wait for their answer. */
export function countCalls(remote: Remote<PageApi>): { readonly remote: Remote<PageApi>; readonly open: number } {
  let open = 0;
  const counting = new Proxy(remote, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        open++;
        try {
          return await method(...args);
        } finally {
          open--;
        }
      };
    },
  });
  return {
    remote: counting,
    get open() {
      return open;
    },
  };
}
