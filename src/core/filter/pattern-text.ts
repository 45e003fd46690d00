/** Ends the reading of a pattern at the first fault; `parsePattern` catches it. */
export class BadPattern extends Error {}

/** The text of a pattern, read from left to right. */
export class PatternText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The UTF-16 unit that comes `ahead` behind the next one; empty at the end. */
  peek(ahead = 0): string {
    return this.#text.charAt(this.#at + ahead);
  }

  skip(): void {
    this.#at++;
  }

  sees(char: string): boolean {
    return this.peek() === char;
  }

  accept(char: string): boolean {
    if (!this.sees(char)) return false;
    this.#at++;
    return true;
  }

  /** Takes what a sticky expression finds here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  /** Takes a whole character. */
  char(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new BadPattern('the pattern ends with a backslash');
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }
}
