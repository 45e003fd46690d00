/** A JSON value with its place in the text, in UTF-16 units. */
export type JsonNode = Place &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'null' }
  );

export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface JsonMember {
  readonly key: string;
  /** Place of the key with its quotation marks. */
  readonly place: Place;
  readonly value: JsonNode;
}

/** Why a text is no JSON, or not such that we read it, and where. */
export interface JsonFault extends Place {
  readonly message: string;
}

/** Values nested deeper than any packet's are not read: the reader calls itself. */
export const MAX_DEPTH = 200;
/** Longest text that is read, in UTF-16 units. */
export const MAX_TEXT = 1 << 26;

/** Reads JSON (RFC 8259) and keeps the place of every value. It does not throw. */
export function parseJson(text: string): { readonly node: JsonNode } | { readonly fault: JsonFault } {
  if (text.length > MAX_TEXT) return { fault: { message: 'the text is too long', from: 0, to: 0 } };
  const reader = new Reader(text);
  const node = reader.value(0);
  if (node !== undefined) reader.end();
  return reader.fault === undefined && node !== undefined
    ? { node }
    : { fault: reader.fault ?? { message: 'a value is expected', from: 0, to: 0 } };
}

/** A value that was read elsewhere, without places. Deeper or longer ones than are read from text give undefined. */
export function jsonNodeOf(value: unknown): JsonNode | undefined {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  return 'node' in parsed ? parsed.node : undefined;
}

/** The plain value of a node. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plainValue(value)]));
    case 'array':
      return node.items.map(plainValue);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

/** The place in a text of a part of a string that stands there; the part is in UTF-16 units of the string's value. */
export function placeInString(text: string, string: Place, part: Place): Place {
  let at = string.from + 1;
  const next = (): void => {
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  };
  let unit = 0;
  for (; unit < part.from && at < string.to - 1; unit++) next();
  const from = at;
  for (; unit < part.to && at < string.to - 1; unit++) next();
  return { from, to: at };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  readonly #text: string;
  #at = 0;
  fault: JsonFault | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail('nothing is expected behind the value');
  }

  value(depth: number): JsonNode | undefined {
    this.#space();
    const from = this.#at;
    if (depth > MAX_DEPTH) return this.#fail('values are nested too deep');
    switch (this.#text[from]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"': {
        const value = this.#string();
        return value === undefined ? undefined : { kind: 'string', value, from, to: this.#at };
      }
      case 't':
        return this.#word('true', { kind: 'bool', value: true });
      case 'f':
        return this.#word('false', { kind: 'bool', value: false });
      case 'n':
        return this.#word('null', { kind: 'null' });
      default: {
        const digits = this.#match(NUMBER);
        if (digits === undefined) return this.#fail('a value is expected');
        return { kind: 'number', value: Number(digits), from, to: this.#at };
      }
    }
  }

  #object(depth: number): JsonNode | undefined {
    const from = this.#at++;
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    this.#space();
    if (this.#take('}')) return { kind: 'object', members, from, to: this.#at };
    do {
      this.#space();
      const keyFrom = this.#at;
      if (this.#text[keyFrom] !== '"') return this.#fail('a name in quotation marks is expected');
      const key = this.#string();
      if (key === undefined) return undefined;
      const place = { from: keyFrom, to: this.#at };
      this.#space();
      if (!this.#take(':')) return this.#fail('":" is expected');
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      if (keys.has(key)) {
        this.fault = { message: `${JSON.stringify(key)} stands twice in one object`, ...place };
        return undefined;
      }
      keys.add(key);
      members.push({ key, place, value });
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) return this.#fail('"," or "}" is expected');
    return { kind: 'object', members, from, to: this.#at };
  }

  #array(depth: number): JsonNode | undefined {
    const from = this.#at++;
    const items: JsonNode[] = [];
    this.#space();
    if (this.#take(']')) return { kind: 'array', items, from, to: this.#at };
    do {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) return this.#fail('"," or "]" is expected');
    return { kind: 'array', items, from, to: this.#at };
  }

  #string(): string | undefined {
    this.#at++;
    let out = this.#match(PLAIN) ?? '';
    while (this.#text[this.#at] === '\\') {
      const letter = this.#text[this.#at + 1] ?? '';
      if (letter === 'u') {
        const digits = this.#text.slice(this.#at + 2, this.#at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.#fail('four hexadecimal digits are expected behind \\u');
        out += String.fromCharCode(Number.parseInt(digits, 16));
        this.#at += 6;
      } else {
        const character = ESCAPES[letter];
        if (character === undefined) return this.#fail('no such escape in JSON');
        out += character;
        this.#at += 2;
      }
      out += this.#match(PLAIN) ?? '';
    }
    if (!this.#take('"')) return this.#fail('the quotation mark at the end of the text is missing');
    return out;
  }

  #word(word: string, node: { kind: 'bool'; value: boolean } | { kind: 'null' }): JsonNode | undefined {
    const from = this.#at;
    if (!this.#text.startsWith(word, from)) return this.#fail('a value is expected');
    this.#at += word.length;
    return { ...node, from, to: this.#at };
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(message: string): undefined {
    this.fault ??= { message, from: this.#at, to: Math.min(this.#at + 1, this.#text.length) };
    return undefined;
  }
}
