import { fromLatin1, fromUtf8, toBase64, toHex } from '../../../core/base/bytes.ts';
import {
  cArray,
  escapedString,
  hexDump,
  plainDump,
  printableText,
  yamlBinary,
} from '../../../core/base/octet-forms.ts';
import type { FieldView, PacketView } from '../../../worker/api.ts';
import { bitMask } from './bit-mask.ts';
import { endOf, endRowOf, octetsOf, sourceOf, startOf, type TreeModel } from './tree-model.ts';
import { safeText, visibleText } from './visible-text.ts';

/** Forms in which octets can be copied, in the order of the menu. */
export const BYTE_FORMATS = [
  { id: 'hex', label: 'Hex stream' },
  { id: 'dump', label: 'Hex and ASCII' },
  { id: 'plain-dump', label: 'Hex dump' },
  { id: 'text', label: 'Text' },
  { id: 'printable', label: 'Printable text' },
  { id: 'escaped', label: 'Escaped string' },
  { id: 'c', label: 'C array' },
  { id: 'base64', label: 'Base64' },
  { id: 'yaml', label: 'YAML' },
] as const;

export type ByteFormat = (typeof BYTE_FORMATS)[number]['id'];

/** `at` is the offset of the first octet in its source, for the left column of dumps. */
export function formatBytes(bytes: Uint8Array, format: ByteFormat, at = 0): string {
  switch (format) {
    case 'hex':
      return toHex(bytes);
    case 'dump':
      return hexDump(bytes, at);
    case 'plain-dump':
      return plainDump(bytes, at);
    case 'text':
      return safeText(fromUtf8(bytes) ?? fromLatin1(bytes));
    case 'printable':
      return safeText(printableText(bytes));
    case 'escaped':
      return escapedString(bytes);
    case 'c':
      return cArray(bytes);
    case 'base64':
      return toBase64(bytes);
    case 'yaml':
      return yamlBinary(bytes);
  }
}

/** Label and value of a row on one line, generated values in square brackets. */
export function rowText(model: TreeModel, row: number): string {
  const { label, generated } = model.field(row);
  const { view } = model;
  const mask = bitMask(
    view.sources[sourceOf(view, row)]?.bytes ?? new Uint8Array(),
    startOf(view, row),
    endOf(view, row),
  );
  const value = visibleText(view.texts[row] ?? '');
  const text = value === '' ? label : `${label}: ${value}`;
  return generated ? `[${text}]` : mask === undefined ? text : `${mask} = ${text}`;
}

/** A row and everything below it, indented by four, as Wireshark copies "all visible items". */
export function subtreeText(model: TreeModel, row: number): string {
  const base = model.depths[row] ?? 0;
  const lines: string[] = [];
  for (let at = row; at < endRowOf(model.view, row); at++) {
    lines.push('    '.repeat((model.depths[at] ?? 0) - base) + rowText(model, at));
  }
  return safeText(lines.join('\n'));
}

// `HTTPS (2)`, `0x0001`, `1440 (for a day)`: the number stands first, or in brackets behind its name.
const NUMBER_FIRST = /^(0x[0-9a-f]+|0b[01]+|-?\d+(?:\.\d+)?)(?=$|\s)/i;
const NUMBER_NAMED = /\((0x[0-9a-f]+|0b[01]+|-?\d+(?:\.\d+)?)\)/i;

/** A display filter for "this field has this value"; the name alone where the row has no value of its own. */
export function filterExpression(model: TreeModel, row: number): string | undefined {
  const field = model.field(row);
  const { view } = model;
  if (field.filter === '') return undefined;
  const value = filterValue(field, view.texts[row] ?? '', view, row);
  return value === undefined ? field.filter : `${field.filter} == ${value}`;
}

function filterValue(field: FieldView, text: string, view: PacketView, row: number): string | undefined {
  const octets = octetsOf(view, row);
  switch (field.type) {
    case 'protocol':
    case 'group':
      return undefined;
    case 'uint':
    case 'bool':
    case 'seconds':
    case 'frame':
      return (NUMBER_FIRST.exec(text) ?? NUMBER_NAMED.exec(text))?.[1] ?? octetsLiteral(octets);
    case 'ipv4':
    case 'ipv6':
    case 'ether':
      return /^\S+/.exec(text)?.[0];
    case 'time':
      return quoted(text.replace(/ UTC.*$/, ''));
    case 'text': {
      // The text may carry a note behind it; the octets do not.
      const own = endOf(view, row) > startOf(view, row) ? fromUtf8(octets) : undefined;
      return quoted(own !== undefined && own !== '' && text.startsWith(`${own} (`) ? own : text);
    }
    case 'bytes':
    case 'undecoded':
      return octetsLiteral(octets);
  }
}

function octetsLiteral(octets: Uint8Array): string | undefined {
  return octets.length === 0 ? undefined : toHex(octets, ':');
}

function quoted(text: string): string {
  return `"${visibleText(text.replace(/\\/g, '\\\\').replace(/"/g, '\\"'))}"`;
}
