/** The specification's verb of a rule, when it has one: levels in lower case say where a rule without a verb stands. */
export function verbOf(level: string | undefined): string {
  return level !== undefined && /^[A-Z ]+$/.test(level) ? level : '';
}
