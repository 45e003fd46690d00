import { fromBase64 } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { isCut } from '../../dissect/text-headers.ts';
import { stringText, type Token, tokensOf } from './tokens.ts';

const SPEC = 'RFC 8259';

const f = fields({
  json: { filter: 'json', type: 'protocol', label: 'JSON', spec: SPEC, doc: 'JavaScript Object Notation.' },
  object: { filter: 'json.object', type: 'group', label: 'Object', spec: SPEC, doc: 'Members with names.' },
  array: { filter: 'json.array', type: 'group', label: 'Array', spec: SPEC, doc: 'Values in their order.' },
  member: { filter: 'json.member', type: 'group', label: 'Member', spec: SPEC, doc: 'A name and its value.' },
  key: { filter: 'json.key', type: 'text', label: 'Key', spec: SPEC, doc: 'Name of a member.' },
  string: { filter: 'json.value.string', type: 'text', label: 'String value', spec: SPEC, doc: 'A string.' },
  number: {
    filter: 'json.value.number',
    type: 'text',
    label: 'Number value',
    spec: SPEC,
    doc: 'A number, as written.',
  },
  true: { filter: 'json.value.true', type: 'text', label: 'True value', spec: SPEC, doc: 'The value true.' },
  false: { filter: 'json.value.false', type: 'text', label: 'False value', spec: SPEC, doc: 'The value false.' },
  null: { filter: 'json.value.null', type: 'text', label: 'Null value', spec: SPEC, doc: 'The value null.' },
  syntax: {
    filter: 'json.syntax',
    type: 'text',
    label: 'Syntax',
    spec: SPEC,
    doc: 'Brackets, commas, colons and blanks.',
  },
  rest: { filter: 'json.rest', type: 'bytes', label: 'Rest', spec: SPEC, doc: 'What is no JSON any more.' },
});

const RULES = rules({
  'JSON-001': { level: 'MUST', severity: 'error', section: SPEC, text: 'The text is JSON from its begin to its end.' },
});

/** Octets of the shortest message that is looked for in a string. */
const SHORTEST = 16;
/** Base64 digits of the longest one. */
const LONGEST_TEXT = 65_536;
/** Strings of a text that are looked into. */
const MOST_STRINGS = 1000;
/** Nesting that gets rows of its own. */
const DEEPEST = 64;

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Octets of a string that may be a message in base64; undefined for any other string. */
function hidden(text: string): Uint8Array | undefined {
  if (text.length < (SHORTEST * 4) / 3 || text.length > LONGEST_TEXT || !BASE64.test(text)) return undefined;
  return fromBase64(text);
}

/** Strings that are values, up to the token that cannot stand where it stands: those that the reader below looks into. */
function* valueStrings(bytes: Uint8Array, start: number, end: number): Generator<Token> {
  const open: ('{' | '[' | 'member')[] = [];
  const endMember = (): void => {
    if (open.at(-1) === 'member') open.pop();
  };
  for (const token of tokensOf(bytes, start, end)) {
    const inside = open.at(-1);
    switch (token.kind) {
      case 'space':
      case ':':
        break;
      case ',':
        endMember();
        break;
      case '{':
      case '[':
        open.push(token.kind);
        break;
      case '}':
      case ']':
        endMember();
        if (open.pop() !== (token.kind === '}' ? '{' : '[')) return;
        break;
      case 'string':
        if (inside === '{') open.push('member');
        else yield token;
        break;
      default:
        if (inside === '{') return;
    }
  }
}

/** JSON, and what cloud messaging hides in it: notifications in base64, told by their octets alone. */
export function register(to: Registry): void {
  const contents = to.table('content.guess');
  let number = 0;
  const json: Dissector = {
    id: 'json',
    name: 'JSON',
    hides: 'content',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      let left = MOST_STRINGS;
      for (const token of valueStrings(bytes, start, end)) {
        if (left-- <= 0) break;
        const octets = hidden(stringText(bytes, token));
        const found = octets && contents.guess(octets, 0, octets.length);
        if (octets === undefined || found === undefined) continue;
        const { reassembled } = row;
        row.reassembled = true;
        summarizeNext(found.dissector, octets, 0, octets.length, row);
        row.reassembled = reassembled;
      }
    },
    dissect: (cursor, context) => new JsonReader(cursor, context, contents).read(),
  };
  number = to.protocol(json, Object.values(f), Object.values(RULES));
  to.bind('layer', 'json', json).bind('dissector.name', 'json', json);
  for (const type of ['application/json', 'text/json']) to.bind('media.type', type, json);
}

interface Open {
  readonly kind: 'object' | 'array' | 'member';
  /** -1 when it is nested too deep for a row. */
  readonly row: number;
}

interface Hidden {
  readonly octets: Uint8Array;
  readonly dissector: Dissector;
  readonly likely: number;
}

/** Lays the rows of one text. What a bracket or comma is due to is not judged: where tokens end is what matters. */
class JsonReader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #contents: Table<string>;
  readonly #open: Open[] = [];
  readonly #found: Hidden[] = [];
  #strings = 0;

  constructor(cursor: Cursor, context: Context, contents: Table<string>) {
    this.#cursor = cursor;
    this.#context = context;
    this.#contents = contents;
  }

  read(): void {
    const cursor = this.#cursor;
    const context = this.#context;
    const root = cursor.open(f.json);
    const end = cursor.end >>> 3;
    let known = true;
    for (const token of tokensOf(cursor.bytes, cursor.at, end)) {
      known = this.#token(token);
      if (!known) break;
    }
    if ((cursor.octetsLeft > 0 || this.#open.length > 0) && !isCut(cursor)) {
      const message = cursor.octetsLeft > 0 ? 'no JSON stands here' : 'the text ends before its brackets are closed';
      cursor.find(RULES['JSON-001'], message, cursor.bit, Math.min(cursor.end, cursor.bit + 8));
    }
    if (cursor.octetsLeft > 0) cursor.octets(f.rest, cursor.octetsLeft);
    while (this.#open.length > 0) this.#close();
    cursor.close(root);
    context.info = 'JSON';
    this.#dissectFound();
  }

  /** Lays one token; false when it cannot stand here. */
  #token(token: Token): boolean {
    const inside = this.#open.at(-1)?.kind;
    switch (token.kind) {
      case 'space':
      case ':':
        this.#leaf(f.syntax, token);
        return true;
      case ',':
        this.#endMember();
        this.#leaf(f.syntax, token);
        return true;
      case '{':
      case '[':
        this.#push(token.kind === '{' ? 'object' : 'array', token.kind === '{' ? f.object : f.array);
        this.#leaf(f.syntax, token);
        return true;
      case '}':
      case ']': {
        this.#endMember();
        const kind = token.kind === '}' ? 'object' : 'array';
        if (this.#open.at(-1)?.kind !== kind) return false;
        this.#leaf(f.syntax, token);
        this.#close();
        return true;
      }
      case 'string': {
        const text = stringText(this.#cursor.bytes, token);
        if (inside === 'object') {
          this.#push('member', f.member, text);
          this.#leaf(f.key, token, text);
        } else {
          this.#leaf(f.string, token, text);
          this.#look(text);
        }
        return true;
      }
      default:
        if (inside === 'object') return false;
        this.#leaf(f[token.kind], token);
        return true;
    }
  }

  #look(text: string): void {
    if (this.#strings++ >= MOST_STRINGS) return;
    const octets = hidden(text);
    const found = octets && this.#contents.guess(octets, 0, octets.length);
    if (octets === undefined || found === undefined) return;
    this.#context.tree.setNote(
      this.#context.tree.length - 1,
      `base64 of ${octets.length} octets, ${found.dissector.name}`,
    );
    this.#found.push({ octets, ...found });
  }

  #push(kind: Open['kind'], field: Field, text?: string): void {
    const row = this.#open.length < DEEPEST ? this.#cursor.open(field) : -1;
    if (row >= 0 && text !== undefined) this.#cursor.tree.setText(row, text);
    this.#open.push({ kind, row });
  }

  #endMember(): void {
    if (this.#open.at(-1)?.kind === 'member') this.#close();
  }

  #close(): void {
    const open = this.#open.pop();
    if (open !== undefined && open.row >= 0) this.#cursor.close(open.row);
  }

  #leaf(field: Field, token: Token, text?: string): void {
    const size = token.end - token.start;
    if (text === undefined) this.#cursor.octets(field, size);
    else this.#cursor.textAs(field, size, text);
  }

  /** Messages in strings, each in a source of its own. Nothing carries them that rules of carriers know of. */
  #dissectFound(): void {
    const context = this.#context;
    const { push } = context;
    const infos: string[] = [];
    for (const { octets, dissector, likely } of this.#found) {
      const source = context.tree.addSource({
        label: `Base64 in JSON (${octets.length} octets)`,
        bytes: octets,
        cut: false,
      });
      context.push = { bearer: 'none', secure: context.secure };
      context.call(dissector, `guess ${likely.toFixed(2)}`, new Cursor(context.tree, source));
      infos.push(context.info);
    }
    context.push = push;
    if (infos.length > 0) context.info = `JSON, ${infos.join(' | ')}`;
  }
}
