import { isCharacter } from '../../dissect/wbxml/decode-text.ts';

/*
 * Captured text is hostile: each function puts any text into a language so that it cannot end the place where it stands.
 */

/** One word of a POSIX shell, whatever the text is; NUL, which no word can hold, is left out. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:=@%+-]+$/.test(text) && !text.startsWith('-')) return text;
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}

/** A word made of octets that need not be text: printf writes them where the shell reads the word. */
export function shellOctets(bytes: Uint8Array): string {
  const isText = bytes.every((octet) => octet >= 0x20 && octet < 0x7f);
  return isText ? shellWord(String.fromCharCode(...bytes)) : `"$(printf ${printfFormat(bytes)})"`;
}

/** Octets as the format of printf: octal escapes, and letters and digits as they are. */
export function printfFormat(bytes: Uint8Array): string {
  let out = '';
  for (const octet of bytes) {
    const isPlain =
      (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a);
    // Three digits always: a digit that follows is not taken for a part of the escape.
    out += isPlain ? String.fromCharCode(octet) : `\\${octet.toString(8).padStart(3, '0')}`;
  }
  return `'${out}'`;
}

/**
 * One line that no comment of C, Java, Python, TypeScript or a shell can be ended or changed by: printable ASCII without
 * backslashes (Java reads \u002a\u002f as the end of a comment), question marks (trigraphs) and asterisks.
 */
export function commentLine(text: string): string {
  return text.replace(/[^ -~]|[\\?*]/g, '.').slice(0, 200);
}

/** Value of an attribute or text of XML; characters that XML 1.0 does not know, not even as references, become U+FFFD. */
export function xmlText(text: string): string {
  let out = '';
  for (const character of text) out += isCharacter(character.codePointAt(0) ?? 0) ? character : '\ufffd';
  return out.replace(/[&<>"'\t\n\r]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}
