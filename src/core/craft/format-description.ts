/** JSON text of a description for people: one leaf a line. */
export function formatDescription(description: unknown): string {
  if (!isRecord(description)) return JSON.stringify(description);
  const lines = Object.entries(description).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${Array.isArray(value) ? formatItems(value, '  ') : inline(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A list of items, as it stands behind its name; `indent` is that of the line with the name. */
export function formatItems(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return '[]';
  const inner = `${indent}  `;
  return `[\n${items.map((item) => inner + formatItem(item, inner)).join(',\n')}\n${indent}]`;
}

/** One item; what stands in it is on lines of its own. */
export function formatItem(item: unknown, indent: string): string {
  if (isRecord(item)) {
    const [only, ...others] = Object.entries(item);
    if (only !== undefined && others.length === 0 && Array.isArray(only[1])) {
      return `{${JSON.stringify(only[0])}: ${formatItems(only[1], indent)}}`;
    }
  }
  return inline(item);
}

/** A value on one line. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`)
    .join(', ')}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
