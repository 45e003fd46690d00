import { type Leaf, Lost, type MarkupDocument } from '../markup.ts';
import { type Dialect, NO_DIALECT } from './dialect.ts';
import { readHeader } from './header.ts';
import { Input } from './input.ts';
import { readBody } from './reader.ts';
import { WBXML } from './rules.ts';

/** Chooses the dialect by the public identifier that the document states. */
export type DialectFor = (publicId: string | undefined) => Dialect;

/**
 * Reads octets `start` to `end` as WBXML. Nothing is thrown: where the structure is lost, reading stops and `whole` is false.
 * @param open elements that are open around this document, when it stands inside another one
 */
export function readWbxml(
  bytes: Uint8Array,
  start: number,
  end: number,
  dialectFor: DialectFor = () => NO_DIALECT,
  open = 0,
): MarkupDocument {
  const old = bytes[start] === 0;
  const document = readOnce(bytes, start, end, !old, dialectFor, open);
  if (!old || document.whole) return document;
  // Version 1.0 has no charset, but some encoders write one even so.
  const second = readOnce(bytes, start, end, true, dialectFor, open);
  if (!second.whole) return document;
  const [version] = second.header;
  const problem = {
    rule: WBXML['WBXML-025'],
    message: 'version 1.0 with a charset; without it the document cannot be read',
    start: version?.start ?? start * 8,
    end: version?.end ?? start * 8,
  };
  return { ...second, problems: [problem, ...second.problems] };
}

function readOnce(
  bytes: Uint8Array,
  start: number,
  end: number,
  withCharset: boolean,
  dialectFor: DialectFor,
  open: number,
): MarkupDocument {
  const input = new Input(bytes, start, end);
  const leaves: Leaf[] = [];
  try {
    const header = readHeader(input, withCharset, leaves);
    return readBody(input, header, dialectFor(header.publicId), open);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    return {
      form: 'wbxml',
      header: leaves,
      nodes: [],
      root: undefined,
      publicId: undefined,
      end: leaves.at(-1)?.end ?? start * 8,
      whole: false,
      problems: [...input.problems, error.problem],
    };
  }
}
