/** For faults of our own code only; bad input is a finding, never an exception. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Makes the compiler prove that a switch is exhaustive. */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected value ${String(value)}`);
}
