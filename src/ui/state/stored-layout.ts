import { parseColumnKey } from '../../core/base/column-key.ts';
import { parseRules } from '../capture/colours/rule-list.ts';
import { COLUMNS, orderedColumns, withinWidths } from '../capture/list/columns.ts';
import { TIME_FORMATS, TIME_PRECISIONS } from '../capture/list/time-format.ts';
import { type AddedColumn, type Align, type Columns, DEFAULT_LAYOUT, type Layout } from './layout.ts';

const KEY = 'pushscope.layout';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = <T extends string>(value: unknown, choices: readonly T[], otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise;

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

function valuesOf<T>(value: unknown, isRight: (item: unknown) => item is T): Record<string, T> {
  const right: Record<string, T> = {};
  if (isPlain(value)) for (const [key, item] of Object.entries(value)) if (isRight(item)) right[key] = item;
  return right;
}

const isSize = (item: unknown): item is number => typeof item === 'number' && Number.isFinite(item) && item >= 0;
const isFlag = (item: unknown): item is boolean => typeof item === 'boolean';
const isText = (item: unknown): item is string => typeof item === 'string';

const widths = (stored: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(stored).map(([id, width]) => [id, withinWidths(width)]));

function addedColumns(value: unknown): readonly AddedColumn[] {
  const added = new Map<string, AddedColumn>();
  for (const item of Array.isArray(value) ? value : []) {
    if (!isPlain(item)) continue;
    const { field, label, isNumber } = item;
    if (isField(field) && isText(label)) added.set(field, { field, label, isNumber: isNumber === true });
    if (added.size >= MOST_ADDED) break;
  }
  return [...added.values()];
}

/** More are nobody's choice, and each is worked out for each row. */
const MOST_ADDED = 100;

/** The key of a column of fields: of no usual one, and of nothing that every object has. */
const isField = (value: unknown): value is string =>
  isText(value) && parseColumnKey(value) !== undefined && !COLUMNS.some(({ id }) => id === value) && !(value in {});

const isAlign = (item: unknown): item is Align => item === 'left' || item === 'center' || item === 'right';

/** An older layout has none of it. */
function alignsOf(value: unknown): Pick<Columns, 'aligns'> {
  const aligns = valuesOf(value, isAlign);
  return Object.keys(aligns).length === 0 ? {} : { aligns };
}

/** With the last column hidden there would be no list, and nothing to show one again by. */
function withOneShown(columns: Columns): Columns {
  return orderedColumns(columns).some(({ isVisible }) => isVisible) ? columns : { ...columns, visibility: {} };
}

/** Takes what is right in a stored layout: an older or a newer version may have written it. */
export function parseLayout(text: string | undefined): Layout {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '');
  } catch {
    return DEFAULT_LAYOUT;
  }
  if (!isPlain(stored)) return DEFAULT_LAYOUT;
  const columns = isPlain(stored['columns']) ? stored['columns'] : {};
  const colours = isPlain(stored['colours']) ? stored['colours'] : {};
  return {
    theme: oneOf(stored['theme'], ['system', 'light', 'dark'], DEFAULT_LAYOUT.theme),
    font: oneOf(stored['font'], ['normal', 'large'], DEFAULT_LAYOUT.font),
    timeFormat: oneOf(
      stored['timeFormat'],
      TIME_FORMATS.map(({ id }) => id),
      DEFAULT_LAYOUT.timeFormat,
    ),
    timePrecision: oneOf(
      stored['timePrecision'],
      TIME_PRECISIONS.map(({ id }) => id),
      DEFAULT_LAYOUT.timePrecision,
    ),
    columns: withOneShown({
      order: texts(columns['order']),
      sizing: widths(valuesOf(columns['sizing'], isSize)),
      visibility: valuesOf(columns['visibility'], isFlag),
      added: addedColumns(columns['added']),
      labels: valuesOf(columns['labels'], isText),
      ...alignsOf(columns['aligns']),
    }),
    colours: { isOn: colours['isOn'] !== false, rules: parseRules(colours['rules']) },
    panes: Object.fromEntries(
      Object.entries(valuesOf(stored['panes'], isPlain)).map(([group, sizes]) => [group, valuesOf(sizes, isSize)]),
    ),
    hasMap: stored['hasMap'] !== false,
    bytesMode: oneOf(stored['bytesMode'], ['hex', 'bits'], DEFAULT_LAYOUT.bytesMode),
    octetText: oneOf(stored['octetText'], ['ascii', 'ebcdic'], DEFAULT_LAYOUT.octetText),
    openKinds: valuesOf(stored['openKinds'], isFlag),
  };
}

/** The layout of the last visit. Storage may be switched off: then every visit starts the same. */
export function loadLayout(): Layout {
  try {
    return parseLayout(localStorage.getItem(KEY) ?? undefined);
  } catch {
    return DEFAULT_LAYOUT;
  }
}

export function saveLayout(layout: Layout): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(layout));
  } catch {
    // Storage is full or switched off; the layout lasts as long as the page.
  }
}
