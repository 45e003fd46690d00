/** Exit statuses of the command line. */
export const EXIT = {
  ok: 0,
  /** A file was damaged or unreadable; what could be read was printed. */
  damaged: 1,
  usage: 2,
} as const;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
