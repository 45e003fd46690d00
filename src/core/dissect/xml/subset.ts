/**
 * The text with the internal subset of its document type blanked out, at the same length: the tokenizer takes the first
 * `>` for the end of the declaration.
 */
export function withoutSubset(text: string): string {
  const begin = doctypeAt(text);
  if (begin === undefined) return text;
  const open = outsideQuotes(text, begin, '[>');
  if (text[open] !== '[') return text;
  let at = open + 1;
  while (at < text.length && text[at] !== ']') {
    if (text.startsWith('<!--', at)) at = behind(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) at = behind(text, '?>', at + 2);
    else if (text[at] === '<') at = outsideQuotes(text, at + 1, '>') + 1;
    else at++;
  }
  const close = Math.min(at + 1, text.length);
  return `${text.slice(0, open)}${' '.repeat(close - open)}${text.slice(close)}`;
}

/** Index of the document type declaration, behind nothing but blanks, instructions and comments. */
function doctypeAt(text: string): number | undefined {
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('<!DOCTYPE', at)) return at;
    if (text.startsWith('<!--', at)) at = behind(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) at = behind(text, '?>', at + 2);
    else if (/\s/.test(text.charAt(at))) at++;
    else return undefined;
  }
  return undefined;
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

/** Index of the first of `marks` that stands in no quotes; the length of the text when there is none. */
function outsideQuotes(text: string, from: number, marks: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (marks.includes(character)) return at;
    if (character === '"' || character === "'") at = behind(text, character, at + 1) - 1;
  }
  return text.length;
}
