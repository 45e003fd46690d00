import { namesIn } from './names-in.ts';
import type { NameRef, Test } from './typed.ts';

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
    const isMore = raw || (carried && isProtocol({ info }));
    if (layers !== undefined || (isMore && !isFrame)) return undefined;
    names.add(info.source.row);
  }
  return names;
}

/**
 * The same of a filter that also searches protocols, where more octets than they have can only turn "no" into "yes":
 * without a tree it is known then of most packets whether they match. Undefined for all other filters.
 */
export function searchedNames(test: Test): ReadonlySet<string> | undefined {
  const refs = namesIn(test);
  if (!refs.some(isSearched) || !growsWithOctets(test)) return undefined;
  return rowNames(refs.map((ref) => (isSearched(ref) ? { ...ref, carried: false } : ref)));
}

/** True when more octets of protocols never make a packet that matches one that does not. */
function growsWithOctets(test: Test): boolean {
  if (test.kind === 'or' || test.kind === 'and') return test.parts.every(growsWithOctets);
  if (test.kind === 'exists' && test.operand.kind === 'name') return true;
  if (test.kind === 'matches' && test.left.kind === 'name' && test.matcher.growsWithOctets) return true;
  const isPlain = test.kind === 'compare' && test.left.kind === 'name' && test.right.kind === 'constant';
  if (isPlain && test.relation === 'contains') return true;
  return !namesIn(test).some(isProtocol);
}

function isSearched(ref: NameRef): boolean {
  return ref.carried && isProtocol(ref);
}

function isProtocol({ info }: Pick<NameRef, 'info'>): boolean {
  return info.fields.some(({ type }) => type === 'protocol');
}
