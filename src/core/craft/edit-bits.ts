import { fromHex } from '../base/bytes.ts';
import type { Secret } from '../dissect/secrets.ts';
import { build } from './build.ts';
import { itemValueJson } from './describe.ts';
import { describeItems } from './describe-packet.ts';
import { dissectAlone } from './dissect-alone.ts';
import type { Edited } from './edit.ts';
import { formatDescription, formatItems, inline } from './format-description.ts';
import { cutBits, equalBits, type Item, itemsIn, putBits } from './item.ts';
import { type Place, parseJson, plainValue } from './json-text.ts';
import type { Names } from './names.ts';
import { spliceBits } from './splice-bits.ts';
import type { CraftEdit } from './views.ts';

/**
 * Replaces bits of the built packet, puts some in (where `start` is `end`) or takes some out (where there are none instead),
 * and describes what comes of it. What is worked out stays so, unless its own bits were changed; what is pinned stays pinned.
 */
export function editBits(
  description: string,
  edit: Extract<CraftEdit, { readonly kind: 'bits' }>,
  names: Names,
  secrets: readonly Secret[],
): Edited {
  const refuse = (message: string): Edited => ({ description, faults: [{ path: '', message, from: 0, to: 0 }] });
  const built = build(description, names, secrets);
  if (built.bytes === undefined) return { description, faults: built.faults.list };
  const { start, end, hex } = edit;
  const octets = fromHex(hex.replace(/[\s:]/g, ''));
  if (octets === undefined) return refuse('hexadecimal digits are expected');
  const width = end - start;
  const isIn = start >= 0 && start <= end && end <= built.bytes.length * 8;
  if (!isIn || (width === 0 && octets.length === 0)) return refuse('the packet has no such bits');
  const isSplice = width === 0 || octets.length === 0;
  if (!isSplice && octets.length !== Math.ceil(width / 8)) return refuse(`${Math.ceil(width / 8)} octets are expected`);
  // Positions before the edit: changing items lays them out anew.
  const before = [...itemsIn(built.root)].map((item) => ({
    item,
    start: item.start,
    end: item.end,
    isAuto: item.isAuto,
  }));
  const earlier = built.bytes;
  let bytes: Uint8Array = earlier.slice();
  let touched: ReadonlySet<Item> = new Set(
    before.filter((was) => was.start < end && was.end > start).map(({ item }) => item),
  );
  if (isSplice) {
    const added = { bytes: octets, width: octets.length * 8 };
    const spliced = spliceBits(built.root, start, end, added, names, secrets);
    if (spliced.bytes === undefined) return { description, faults: spliced.faults.list };
    bytes = spliced.bytes;
    touched = spliced.touched;
  } else putBits(bytes, start, { bytes: octets, width });
  const { seconds, nanos, comment, length } = built;
  const { tree } = dissectAlone(
    names.registry,
    { bytes, start: built.start, seconds, nanos, comment, length },
    secrets,
  );
  const root = describeItems(tree, names, secrets, 'xml');
  const after = [...itemsIn(root)];
  const old = new Map(before.map((was) => [was.item.path, was]));
  const added = octets.length * 8 - width;
  for (const item of after) {
    const was = old.get(item.path);
    if (was === undefined || was.item.children !== undefined || item.children !== undefined) continue;
    // Behind a change of the layers the same path may lead to other bits.
    const moved = isSplice && was.start >= end ? added : 0;
    if (was.start + moved !== item.start || was.end + moved !== item.end) continue;
    if (was.isAuto !== item.isAuto) item.isAuto = was.isAuto && !touched.has(was.item);
  }
  if (
    before.length !== after.length ||
    !after.every(({ path, children }, i) => hasSameForm(before[i]?.item, path, children))
  ) {
    return finished(reformatted(description, root));
  }
  let text = description;
  for (let i = after.length - 1; i >= 0; i--) {
    const item = after[i];
    const was = before[i];
    if (item === undefined || was === undefined || item.children !== undefined) continue;
    // Octets behind those that came or went may have come under another field of the same width.
    const isOther =
      isSplice &&
      !item.isAuto &&
      !equalBits(cutBits(earlier, was.start, was.end), cutBits(bytes, item.start, item.end));
    if (touched.has(was.item) || was.end - was.start !== item.end - item.start || isOther)
      text = replaced(text, was.item.place, inline(itemValueJson(item)));
  }
  return finished(text);
}

function hasSameForm(was: Item | undefined, path: string, children: readonly Item[] | undefined): boolean {
  return was?.path === path && (was.children === undefined) === (children === undefined);
}

/** The description with other layers; what stands around them stays as it was. */
function reformatted(description: string, root: Item): string {
  const layers = (root.children ?? []).map((item) => ({ [item.name]: itemValueJson(item) }));
  const parsed = parseJson(description);
  if (!('node' in parsed) || parsed.node.kind !== 'object') return formatDescription({ start: 'data', layers });
  const place = parsed.node.members.find(({ key }) => key === 'layers')?.value;
  if (place !== undefined) return replaced(description, place, formatItems(layers, '  '));
  return formatDescription({ ...(plainValue(parsed.node) as object), layers });
}

function finished(description: string): Edited {
  return { description, faults: [] };
}

function replaced(text: string, { from, to }: Place, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}
