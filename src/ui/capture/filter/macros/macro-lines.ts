import type { MacroDefinition } from '../../../../worker/api.ts';

/** A macro that is being written, with the number that its line keeps. */
export interface MacroLine extends MacroDefinition {
  readonly key: number;
}

/** More are nobody's choice. */
export const MOST_MACROS = 200;

/** Why the name of each line cannot be used; the engine says the same of names, but knows nothing of lines that are not filled in. */
export function nameFaults(lines: readonly MacroDefinition[]): readonly (string | undefined)[] {
  return lines.map(({ name, text }, at) => {
    if (name === '') return text.trim() === '' ? undefined : 'A macro has a name';
    if (!/^\w{1,64}$/.test(name)) return 'A name has letters, digits and _, 64 at most';
    const first = lines.findIndex((other) => other.name === name);
    return first < at ? 'Another macro has this name' : undefined;
  });
}

/** What is kept of the lines: those that are filled in. */
export const filledIn = (lines: readonly MacroDefinition[]): readonly MacroDefinition[] =>
  lines.flatMap(({ name, text }) => (name !== '' && text.trim() !== '' ? [{ name, text: text.trim() }] : []));

/** How a macro is used, by the highest placeholder in its text. */
export function usage({ name, text }: MacroDefinition): string {
  const numbers = Array.from(text.matchAll(/\$([1-9]\d{0,2})/g), ([, number]) => Number(number));
  const count = Math.min(9, Math.max(0, ...numbers));
  const args = Array.from({ length: count }, (_, i) => `$${i + 1}`);
  return count === 0 ? `\${${name}}` : `$${name}(${args.join(', ')})`;
}
