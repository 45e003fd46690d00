import { isCharacter } from '../wbxml/decode-text.ts';

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export interface ReferenceFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Text with character references and the five predefined entities replaced and line ends made LF; in attribute values
 * blanks become spaces. Other references stay as they are written: entities are never expanded.
 */
export function unreferenced(
  raw: string,
  inAttribute: boolean,
): { readonly text: string; readonly faults: readonly ReferenceFault[] } {
  const faults: ReferenceFault[] = [];
  const lines = inAttribute ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw.replace(/\r\n?/g, '\n');
  if (!lines.includes('&')) return { text: lines, faults };
  const text = lines.replace(
    /&(#x?[0-9A-Fa-f]{1,8}|[^\s&;<>]{1,64})?(;?)/g,
    (whole, name: string | undefined, stop: string) => {
      const known = name === undefined || stop === '' ? undefined : replacement(name);
      return known ?? whole;
    },
  );
  for (const match of raw.matchAll(/&(#x?[0-9A-Fa-f]{1,8}|[^\s&;<>]{1,64})?(;?)/g)) {
    const [whole, name, stop] = match;
    if (name !== undefined && stop !== '' && replacement(name) !== undefined) continue;
    const start = match.index;
    const message =
      name === undefined || stop === ''
        ? '"&" begins no reference; in text it is written &amp;'
        : `${whole} is neither a character nor a predefined entity; it is not expanded`;
    faults.push({ message, start, end: start + whole.length });
  }
  return { text, faults };
}

function replacement(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
  const code =
    name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : /^#\d+$/.test(name) ? Number(name.slice(1)) : Number.NaN;
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}
