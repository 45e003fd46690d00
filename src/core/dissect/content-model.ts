/** What may stand inside an element, as a DTD writes it: `CmdID, NoResp?, (Add | Replace)+, Item*`; `EMPTY`; `ANY`; `#PCDATA`. */
export interface ContentModel {
  readonly text: string;
  /** Names that stand anywhere in the model. */
  readonly names: ReadonlySet<string>;
  /** True for EMPTY: neither elements nor text. */
  readonly empty: boolean;
  /** True when any elements may stand there. */
  readonly any: boolean;
  /** Whether child elements stand in the order and number that the model wants. */
  accepts(children: readonly string[]): boolean;
}

/** Longer lists are not judged: a regular expression keeps a place to go back to for each child. */
const MOST_JUDGED = 1000;

/** The model as a regular expression over `<name>` words: models are short, deterministic, and written here, not by the input. */
export function compileContent(text: string): ContentModel {
  const any = text === 'ANY';
  const names = new Set(
    any || text === 'EMPTY' ? [] : (text.match(/[A-Za-z][\w:-]*/g) ?? []).filter((name) => name !== 'PCDATA'),
  );
  const source = text
    .replace(/#PCDATA|EMPTY|ANY/g, '')
    .replace(/\((?!\?)/g, '(?:')
    .replace(/[A-Za-z][\w:-]*/g, '(?:<$&>)')
    .replace(/[\s,]+/g, '');
  const pattern = new RegExp(`^(?:${source})$`);
  return {
    text,
    names,
    empty: text === 'EMPTY',
    any,
    accepts: (children) =>
      any || children.length > MOST_JUDGED || pattern.test(children.map((name) => `<${name}>`).join('')),
  };
}
