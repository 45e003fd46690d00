import { fromHex } from '../base/bytes.ts';
import type { Secret } from '../dissect/secrets.ts';
import { build } from './build.ts';
import { itemValueJson } from './describe.ts';
import { describeItems } from './describe-packet.ts';
import { dissectAlone } from './dissect-alone.ts';
import type { Edited } from './edit.ts';
import { formatDescription, formatItems, inline } from './format-description.ts';
import { type Item, itemsIn, putBits } from './item.ts';
import { type Place, parseJson, plainValue } from './json-text.ts';
import type { Names } from './names.ts';
import type { CraftEdit } from './views.ts';

/**
 * Replaces bits of the built packet and describes what comes of it. What is worked out stays so, unless its own bits were
 * replaced; what is pinned stays pinned.
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
  if (!(start >= 0 && start < end && end <= built.bytes.length * 8)) return refuse('the packet has no such bits');
  if (octets.length !== Math.ceil((end - start) / 8))
    return refuse(`${Math.ceil((end - start) / 8)} octets are expected`);
  const bytes = built.bytes.slice();
  putBits(bytes, start, { bytes: octets, width: end - start });
  const { seconds, nanos, comment, length } = built;
  const { tree } = dissectAlone(
    names.registry,
    { bytes, start: built.start, seconds, nanos, comment, length },
    secrets,
  );
  const root = describeItems(tree, names, secrets, 'xml');
  const before = [...itemsIn(built.root)];
  const after = [...itemsIn(root)];
  const old = new Map(before.map((item) => [item.path, item]));
  for (const item of after) {
    const was = old.get(item.path);
    if (was === undefined || was.children !== undefined || item.children !== undefined) continue;
    // Behind a change of the layers the same path may lead to other bits.
    if (was.start !== item.start || was.end !== item.end) continue;
    const isTouched = was.start < end && was.end > start;
    if (was.isAuto !== item.isAuto) item.isAuto = was.isAuto && !isTouched;
  }
  if (
    before.length !== after.length ||
    !after.every(({ path, children }, i) => hasSameForm(before[i], path, children))
  ) {
    return finished(reformatted(description, root));
  }
  let text = description;
  for (let i = after.length - 1; i >= 0; i--) {
    const item = after[i];
    const was = before[i];
    if (item === undefined || was === undefined || item.children !== undefined) continue;
    const isTouched = was.start < end && was.end > start;
    if (isTouched || was.end - was.start !== item.end - item.start)
      text = replaced(text, was.place, inline(itemValueJson(item)));
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
