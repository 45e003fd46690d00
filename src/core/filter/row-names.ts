import type { NameRef } from './typed.ts';

/** Rows whose value depends on all protocols of the packet, or on what no dissector claims. */
const WHOLE: ReadonlySet<string> = new Set(['frame.protocols', 'data', 'data.data']);

/**
 * Filter names of the rows that decide a filter; undefined when more of a packet than the values of some rows decides it:
 * findings, texts of columns, which layers there are, octets that a protocol carries.
 */
export function rowNames(refs: readonly NameRef[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { info, layers, raw, carried } of refs) {
    if (info.source.from !== 'rows' || WHOLE.has(info.source.row)) return undefined;
    // The frame has all octets of the packet, whatever is in it.
    const isFrame = info.source.row === 'frame';
    const isMore = raw || (carried && info.fields.some(({ type }) => type === 'protocol'));
    if (layers !== undefined || (isMore && !isFrame)) return undefined;
    names.add(info.source.row);
  }
  return names;
}
