/** How values that have names are shown: `WAP push (2948)`, `WAP push` or `2948`. */
export type ColumnDisplay = 'details' | 'strings' | 'values';

/** What a column of fields shows. */
export interface FieldColumn {
  /** Filter names, at least one: their values stand in the column together. */
  readonly fields: readonly string[];
  /** Which of a packet's values: 0 all, 1 the first, 2 the second, -1 the last. */
  readonly occurrence: number;
  readonly display: ColumnDisplay;
}

/** The letters of Wireshark's own format of such columns, `%Cus:udp.port:0:R`. */
const LETTERS: Readonly<Record<ColumnDisplay, string>> = { details: 'D', strings: 'R', values: 'U' };

const FIELD = /^[a-z_][\w.-]*$/i;
const OR = /\s*\|\|\s*|\s+or\s+/i;
const FORM = /^([^:]+)(?::(-?\d{1,3})(?::([DRU]))?)?$/;
/** Characters of a key. */
const MOST_CHARACTERS = 200;

/** The field names of what a user has typed, `tcp.port or udp.port`; undefined when it is something else. */
export function fieldsOf(expression: string): readonly string[] | undefined {
  const names = expression.trim().split(OR);
  return names.every((name) => FIELD.test(name)) ? [...new Set(names)] : undefined;
}

/**
 * The text that names a column between page, worker and stored layouts, and is unique to what it shows: `udp.port`,
 * `ip.addr:-1`, `tcp.port||udp.port:0:U`. What is usual is left out, so that a field's name is a key.
 */
export function columnKey({ fields, occurrence, display }: FieldColumn): string {
  const key = fields.join('||');
  if (display !== 'details') return `${key}:${occurrence}:${LETTERS[display]}`;
  return occurrence === 0 ? key : `${key}:${occurrence}`;
}

/** What a key stands for; undefined when it is none, or is not written as `columnKey` would. */
export function parseColumnKey(key: string): FieldColumn | undefined {
  if (key.length > MOST_CHARACTERS) return undefined;
  const [, expression, occurrence = '0', letter = 'D'] = FORM.exec(key) ?? [];
  const fields = expression === undefined ? undefined : fieldsOf(expression);
  if (fields === undefined) return undefined;
  const display = letter === 'R' ? 'strings' : letter === 'U' ? 'values' : 'details';
  const column: FieldColumn = { fields, occurrence: Number(occurrence), display };
  return columnKey(column) === key ? column : undefined;
}
