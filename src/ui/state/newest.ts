/**
 * Runs a task for the newest input only: while one run is going on, later inputs replace each other, and the last of
 * them runs next. `isSettled` is false while anything runs or waits.
 */
export interface Newest<T> {
  run(input: T): void;
  readonly isSettled: boolean;
}

export function newest<T>(task: (input: T) => Promise<void>): Newest<T> {
  let waiting: { readonly input: T } | undefined;
  let isRunning = false;
  const go = async (): Promise<void> => {
    isRunning = true;
    while (waiting !== undefined) {
      const { input } = waiting;
      waiting = undefined;
      // A task tells of its failures itself; one must not end the line.
      await task(input).catch(() => undefined);
    }
    isRunning = false;
  };
  return {
    run(input) {
      waiting = { input };
      if (!isRunning) void go();
    },
    get isSettled() {
      return !isRunning;
    },
  };
}
