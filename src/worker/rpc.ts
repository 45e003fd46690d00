import { messageOf } from '../core/base/message-of.ts';

/** Calls between the page and its worker, typed on both sides by one `Api`, and events the other way. */

type Method = (...args: never[]) => unknown | Promise<unknown>;

/** The page's view of an api: every call answers with a promise. */
export type Remote<A> = {
  readonly [K in keyof A]: A[K] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** The worker's view: it may answer at once or later. */
export type Served<A> = {
  readonly [K in keyof A]: A[K] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Result | Promise<Result>
    : never;
};

type Request = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
type Response =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly value: unknown };

/** What both ends offer: a Worker, a DedicatedWorkerGlobalScope, a MessagePort. */
interface Endpoint {
  postMessage(message: unknown, options?: { transfer?: Transferable[] }): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** The other side failed to answer a call; `message` is for people. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
}

/** Connects the page to the worker. Calls that are open when the worker dies are rejected by `fail`. */
export function connect<A, E extends object>(
  endpoint: Endpoint,
  onEvent: <K extends keyof E & string>(event: K, value: E[K]) => void,
): { readonly remote: Remote<A>; readonly fail: (reason: string) => void } {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let dead: string | undefined;
  endpoint.addEventListener('message', ({ data }: MessageEvent<Response>) => {
    if ('event' in data) {
      onEvent(data.event as keyof E & string, data.value as E[keyof E & string]);
      return;
    }
    const call = open.get(data.id);
    open.delete(data.id);
    if ('error' in data) call?.reject(new RemoteError(data.error));
    else call?.resolve(data.result);
  });
  const call = (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (dead !== undefined) return Promise.reject(new RemoteError(dead));
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      open.set(id, { resolve, reject });
      const request: Request = { id, method, args };
      endpoint.postMessage(request);
    });
  };
  const remote = new Proxy(
    {},
    // `then` must stay undefined, or awaiting the remote itself would call the worker.
    {
      get: (_, method) =>
        method === 'then' || typeof method !== 'string' ? undefined : (...args: unknown[]) => call(method, args),
    },
  ) as Remote<A>;
  const fail = (reason: string): void => {
    dead = reason;
    for (const { reject } of open.values()) reject(new RemoteError(reason));
    open.clear();
  };
  return { remote, fail };
}

/**
 * Serves an api in the worker; gives the function that sends events. Typed arrays in results are moved when `transfers` lists
 * their buffers.
 * @param around does each call, whose name it is told
 */
export function serve<A extends object, E extends object>(
  endpoint: Endpoint,
  api: Served<A>,
  transfers: (result: unknown) => Transferable[] = () => [],
  around: (call: () => Promise<unknown>, method: string) => Promise<unknown> = (call) => call(),
): <K extends keyof E & string>(event: K, value: E[K]) => void {
  const methods = new Map<string, Method>(Object.entries(api));
  const answer = async ({ id, method, args }: Request): Promise<void> => {
    try {
      const serve = methods.get(method);
      if (serve === undefined) throw new RemoteError(`no such call: ${method}`);
      const result = await around(() => Promise.resolve(serve(...(args as never[]))), method);
      endpoint.postMessage({ id, result } satisfies Response, { transfer: transfers(result) });
    } catch (error) {
      endpoint.postMessage({ id, error: messageOf(error) } satisfies Response);
    }
  };
  endpoint.addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));
  return (event, value) => endpoint.postMessage({ event, value } satisfies Response);
}
