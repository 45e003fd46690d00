/** Tokens of a document type as its specification lists them: code page, number, and what the number stands for. */
export interface TokenTables {
  readonly tags: readonly (readonly [page: number, token: number, name: string])[];
  readonly starts: readonly (readonly [page: number, token: number, name: string, prefix: string])[];
  readonly values: readonly (readonly [page: number, token: number, text: string])[];
}

export interface AttributeStart {
  readonly page: number;
  readonly token: number;
  readonly name: string;
  /** Start of the value that the token already says. */
  readonly prefix: string;
}

export interface Coded {
  readonly page: number;
  readonly token: number;
}

export interface CodedText extends Coded {
  readonly text: string;
}

/** Look-ups in both directions, made from one list. */
export interface CodePages {
  tag(page: number, token: number): string | undefined;
  start(page: number, token: number): AttributeStart | undefined;
  value(page: number, token: number): string | undefined;
  tagOf(name: string, page: number | undefined): Coded | undefined;
  /** Starts of an attribute, the longest prefix first. */
  startsOf(name: string): readonly AttributeStart[];
  /** Value tokens, the longest text first. */
  readonly values: readonly CodedText[];
}

const key = (page: number, token: number): number => page * 256 + token;

export function codePages({ tags, starts, values }: TokenTables): CodePages {
  const tagNames = new Map(tags.map(([page, token, name]) => [key(page, token), name]));
  const startList = starts.map(([page, token, name, prefix]): AttributeStart => ({ page, token, name, prefix }));
  const startCodes = new Map(startList.map((start) => [key(start.page, start.token), start]));
  const valueList = values.map(([page, token, text]): CodedText => ({ page, token, text }));
  const valueTexts = new Map(valueList.map(({ page, token, text }) => [key(page, token), text]));
  const byName = new Map<string, AttributeStart[]>();
  for (const start of startList) byName.set(start.name, [...(byName.get(start.name) ?? []), start]);
  for (const list of byName.values()) list.sort((a, b) => b.prefix.length - a.prefix.length || a.page - b.page);
  return {
    tag: (page, token) => tagNames.get(key(page, token)),
    start: (page, token) => startCodes.get(key(page, token)),
    value: (page, token) => valueTexts.get(key(page, token)),
    tagOf(name, page) {
      const found = tags.filter(([, , tag]) => tag === name);
      const [at, token] = found.find(([own]) => own === page) ?? found[0] ?? [];
      return at === undefined || token === undefined ? undefined : { page: at, token };
    },
    startsOf: (name) => byName.get(name) ?? [],
    values: valueList.toSorted((a, b) => b.text.length - a.text.length),
  };
}

/** No tokens: every tag and attribute is shown with its number. */
export const NO_CODES: CodePages = codePages({ tags: [], starts: [], values: [] });
