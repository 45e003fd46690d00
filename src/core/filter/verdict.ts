/**
 * What the packet list says of a row, in bits, so that `a & b` is "and" and `a | b` is "or" of all three without a branch. Bit 0
 * is set in all that is not "no"; 0 is kept for "not worked out yet".
 */
export const NO = 0b100;
/** Only the packet's tree can tell. */
export const UNKNOWN = 0b101;
export const YES = 0b111;
export type Verdict = typeof UNKNOWN | typeof NO | typeof YES;

export function opposite(verdict: number): number {
  return verdict === UNKNOWN ? UNKNOWN : NO + YES - verdict;
}

export function verdictOf(answer: boolean | undefined): Verdict {
  return answer === undefined ? UNKNOWN : answer ? YES : NO;
}
