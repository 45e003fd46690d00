import type { FormatItem } from './item.ts';

/** Descriptions as JSON, one a line, as the headless build reads them. */
export function asDescriptions(items: readonly FormatItem[]): string {
  return items.map(({ description }) => `${oneLine(description)}\n`).join('');
}

function oneLine(description: string): string {
  try {
    return JSON.stringify(JSON.parse(description));
  } catch {
    // Text that is being edited may be no JSON yet; as a string it is kept whole.
    return JSON.stringify(description);
  }
}
