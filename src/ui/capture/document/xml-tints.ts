/** What a stretch of XML is, for its tint. */
export type Tint = 'text' | 'markup' | 'name' | 'attribute' | 'value' | 'reference' | 'comment' | 'instruction';

const KINDS: readonly Tint[] = ['text', 'markup', 'name', 'attribute', 'value', 'reference', 'comment', 'instruction'];

/** Stretches in the order of the text: two numbers each, where it starts and its kind; it ends where the next one starts. */
export type Tints = Int32Array;

const SPACE = /\s/;
const isSpace = (character: string): boolean => SPACE.test(character);

/**
 * Cuts XML into tinted stretches. It judges nothing: text that is no XML gives stretches all the same, and every character
 * is in exactly one.
 */
export function tintsOf(text: string): Tints {
  let found = new Int32Array(Math.max(64, text.length >> 2));
  let count = 0;
  const put = (at: number, tint: Tint): void => {
    if (count + 2 > found.length) {
      const wider = new Int32Array(found.length * 2);
      wider.set(found);
      found = wider;
    }
    found[count++] = at;
    found[count++] = KINDS.indexOf(tint);
  };
  /** Place behind `mark`, or the end of the text. */
  const after = (mark: string, from: number): number => {
    const at = text.indexOf(mark, from);
    return at < 0 ? text.length : at + mark.length;
  };
  const characters = (from: number, to: number, tint: 'text' | 'value'): void => {
    for (let at = from; at < to; ) {
      const reference = text.indexOf('&', at);
      const stop = reference < 0 || reference >= to ? to : reference;
      if (stop > at) put(at, tint);
      if (stop === to) return;
      put(stop, 'reference');
      const end = text.indexOf(';', stop);
      at = end < 0 || end >= to ? to : end + 1;
    }
  };
  const tag = (from: number): number => {
    let at = text[from + 1] === '/' ? from + 2 : from + 1;
    put(from, 'markup');
    const name = at;
    while (at < text.length && !isSpace(text[at] ?? '') && text[at] !== '>' && text[at] !== '/') at++;
    if (at > name) put(name, 'name');
    while (at < text.length) {
      const character = text[at] ?? '';
      if (character === '>') {
        put(at, 'markup');
        return at + 1;
      }
      if (character === '"' || character === "'") {
        const close = text.indexOf(character, at + 1);
        const end = close < 0 ? text.length : close + 1;
        characters(at, end, 'value');
        at = end;
      } else if (isSpace(character) || character === '=' || character === '/') {
        put(at, 'markup');
        while (at < text.length && (isSpace(text[at] ?? '') || text[at] === '=' || text[at] === '/')) at++;
      } else {
        put(at, 'attribute');
        while (at < text.length && !/[\s=/>"']/.test(text[at] ?? '')) at++;
      }
    }
    return at;
  };
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const stop = next < 0 ? text.length : next;
      characters(at, stop, 'text');
      at = stop;
    } else if (text.startsWith('<!--', at)) {
      put(at, 'comment');
      at = after('-->', at + 4);
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = after(']]>', at + 9);
      put(at, 'markup');
      if (end - 3 > at + 9) put(at + 9, 'text');
      if (end - 3 >= at + 9) put(end - 3, 'markup');
      at = end;
    } else if (text[at + 1] === '?' || text[at + 1] === '!') {
      put(at, 'instruction');
      at = after('>', at + 1);
    } else at = tag(at);
  }
  return found.slice(0, count);
}

/** Index of the stretch that holds place `at`. */
export function tintIndexAt(tints: Tints, at: number): number {
  let low = 0;
  let high = tints.length >> 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tints[middle * 2] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

export const tintAt = (tints: Tints, index: number): Tint => KINDS[tints[index * 2 + 1] ?? 0] ?? 'text';
