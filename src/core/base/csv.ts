/** Begins of a cell that spreadsheets take for a formula, wide forms of the signs included. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const QUOTED = /[",\n\r']|^\s|\s$/;

/** Captured text that a spreadsheet would run as a formula is led by an apostrophe, which says that it is text. */
export function notFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A cell of CSV (RFC 4180), in quotes where it needs them. */
export function csvCell(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of CSV with its end; numbers stay as they are, text is never a formula. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : csvCell(notFormula(cell)))).join(',')}\r\n`;
}
