import { CLASSES, octetSet, propertyOf } from './octet-classes.ts';
import { BadPattern, type PatternText } from './pattern-text.ts';

/* What stands behind a backslash in a pattern, inside and outside of classes. */

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, a: 7, e: 27, '0': 0 };

/** The octets of `\d`, `\W`, `\p{Lu}`; undefined, with nothing taken, for other escapes. */
export function escapedSet(text: PatternText): Uint8Array | undefined {
  const property = text.match(/([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y);
  if (property !== undefined) {
    const [, letter, not, long, short = ''] = property;
    const has = propertyOf(long ?? short);
    if (has === undefined) throw new BadPattern(`the pattern has an unknown property ${long ?? short}`);
    const negated = (letter === 'P') !== (not === '^');
    return octetSet((o) => has(o) !== negated);
  }
  const letter = text.peek();
  const has = CLASSES[letter];
  const not = has === undefined ? CLASSES[letter.toLowerCase()] : undefined;
  if (has === undefined && not === undefined) return undefined;
  text.skip();
  return octetSet((o) => (has !== undefined ? has(o) : not?.(o) !== true));
}

/** `\n`, `\x41`, `\x{20ac}`, `\cM`, `\012`: an octet as a number, else the character; undefined for other escapes. */
export function escapedCharacter(text: PatternText): number | string | undefined {
  const hex = text.match(/x([0-9a-fA-F]{1,2})/y);
  if (hex !== undefined) return Number.parseInt(hex[1] ?? '', 16);
  const wide = text.match(/x\{([0-9a-fA-F]{1,6})\}/y);
  if (wide !== undefined) {
    const code = Number.parseInt(wide[1] ?? '', 16);
    if (code > 0x10ffff) throw new BadPattern('the pattern names a character that does not exist');
    // As in Wireshark an octet; what is more than one is UTF-8, as text is.
    return code <= 0xff ? code : String.fromCodePoint(code);
  }
  const octal = text.match(/([0-3]?[0-7]{1,2})/y) ?? text.match(/o\{([0-3]?[0-7]{1,2})\}/y);
  if (octal !== undefined) return Number.parseInt(octal[1] ?? '', 8);
  const control = text.match(/c([!-~])/y);
  if (control !== undefined) return (control[1] ?? '').toUpperCase().charCodeAt(0) ^ 0x40;
  const known = CONTROLS[text.peek()];
  if (known !== undefined) text.skip();
  else if (/[a-zA-Z]/.test(text.peek())) throw new BadPattern(`the pattern has an unknown escape \\${text.peek()}`);
  return known;
}
