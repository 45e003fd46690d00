/** A value with parameters: `multipart/mixed; boundary="a b"`. */
export interface Parameterised {
  /** Before the first semicolon, blanks taken off. */
  readonly value: string;
  /** Names in lower case, values without quotes. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/** Takes a header value with parameters apart; never fails, in time linear in its length. */
export function parameterised(text: string): Parameterised {
  if (!text.includes(';')) return { value: text.trim(), parameters: [] };
  const [value = '', ...rest] = splitOutsideQuotes(text, ';');
  const parameters: { name: string; value: string }[] = [];
  for (const part of rest) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    if (name !== '') parameters.push({ name, value: at < 0 ? '' : unquote(part.slice(at + 1).trim()) });
  }
  return { value: value.trim(), parameters };
}

/** Value of the first parameter with this lower-case name, as `parameterised` gives it; undefined when there is none. */
export function parameterOf(text: string, name: string): string | undefined {
  let equals = text.indexOf('=');
  for (let at = separatorAt(text, 0); at < text.length; ) {
    const stop = separatorAt(text, at + 1);
    if (equals >= 0 && equals <= at) equals = text.indexOf('=', at + 1);
    const nameEnd = equals < 0 || equals > stop ? stop : equals;
    if (
      nameEnd - at > name.length &&
      text
        .slice(at + 1, nameEnd)
        .trim()
        .toLowerCase() === name
    )
      return nameEnd === stop ? '' : unquote(text.slice(nameEnd + 1, stop).trim());
    at = stop;
  }
  return undefined;
}

/** Place of the next semicolon outside quoted strings; behind the text when there is none. */
function separatorAt(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (quoted && character === 0x5c) i++;
    else if (character === 0x22) quoted = !quoted;
    else if (character === 0x3b && !quoted) return i;
  }
  return text.length;
}

/** Parts between separators that stand outside quoted strings. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Text of a quoted string; anything else as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner;
}
