import { toUtf8 } from '../../base/bytes.ts';
import { hashOctets } from '../../base/hash.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, type LinkKind } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { arrivalSeconds } from '../../dissect/context.ts';
import { attributeOf, childOf, type Element } from '../../dissect/markup.ts';
import type { IndicationSighting, Met } from '../../dissect/sightings.ts';
import type { Learns, Subject } from '../../dissect/vocabulary.ts';
import { isDate } from '../../dissect/wbxml/dialect.ts';

/*
 * Indications of one id to one terminal: a later one replaces that which the terminal holds, one made earlier is dropped,
 * action delete removes it. Sightings of kind `si` have the destination address and the hash of the id as key.
 */

const SPEC = 'WAP-167';

export const RELATED_RULES = rules({
  'SI-008': {
    level: 'text',
    severity: 'note',
    section: SPEC,
    who: 'R',
    see: 'C',
    text: 'An indication that was created before the one that the terminal holds under its id is dropped.',
  },
  'SI-009': {
    level: 'text',
    severity: 'note',
    section: SPEC,
    who: 'R',
    see: 'C',
    text: 'An indication that arrives after its expiry is dropped.',
  },
});

const link = (name: string, label: string, doc: string, leadsTo?: LinkKind) =>
  ({ filter: `si.${name}`, type: 'frame', label, spec: SPEC, generated: true, doc, leadsTo }) as const;

const f = fields({
  duplicateOf: link(
    'duplicate_of',
    'Same octets as in',
    'Packet that had this very indication for the terminal before.',
    'same',
  ),
  replaces: link('replaces', 'Replaces that in', 'Packet with the indication that this one takes the place of.'),
  replacedIn: link('replaced_in', 'Replaced in', 'Packet with the indication that takes the place of this one.'),
  deletes: link('deletes', 'Deletes that in', 'Packet with the indication that this one removes.'),
  deletedIn: link('deleted_in', 'Deleted in', 'Packet with the indication that removes this one.'),
  newerIn: link('newer_in', 'Newer one in', 'Earlier packet with an indication of the same id that was created later.'),
});

export const RELATED = Object.values(f);

function dateOf(element: Element | undefined, name: string): string {
  const value = attributeOf(element, name)?.value ?? '';
  return isDate(value) ? value : '';
}

/** What is remembered of an indication, and the hash of its id; undefined without one. */
function indicationAt(
  root: Element,
  content: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
  place: { readonly frame: number; readonly seconds: number },
): { readonly id: number; readonly seen: IndicationSighting } | undefined {
  const indication = childOf(root, 'indication');
  const [explicit = '', address = ''] = ['si-id', 'href'].map((name) => attributeOf(indication, name)?.value);
  const id = explicit === '' ? address : explicit;
  if (id === '') return undefined;
  const octets = toUtf8(id);
  const { frame, seconds } = place;
  return {
    id: hashOctets(octets, 0, octets.length),
    seen: {
      frame,
      seconds,
      hash: hashOctets(content.bytes, content.start, content.end),
      created: dateOf(indication, 'created'),
      expires: dateOf(indication, 'si-expires'),
      deletes: attributeOf(indication, 'action')?.value === 'delete',
    },
  };
}

export const learnsIndications: Learns = {
  wants: (_bytes, _start, _end, state) => state.sightings('si').mayRead(),
  learn(root, bytes, start, end, row) {
    const { frame, seconds, state } = row;
    const found = indicationAt(root, { bytes, start, end }, { frame, seconds });
    if (found === undefined) return;
    const known = state.sightings('si');
    known.learn(found.seen, known.remembered(0, state.addresses.text(row.destination)), found.id);
  },
};

/** Seconds since 1970 of a date; not a number for the empty text. */
const secondsOf = (date: string): number => Date.parse(date) / 1000;

function isOlder(one: IndicationSighting, other: IndicationSighting): boolean {
  return one.created !== '' && other.created !== '' && one.created < other.created;
}

/** The indication that the terminal holds after these have come; of copies the first. */
function heldAfter(came: Met<IndicationSighting>, seconds: number): IndicationSighting | undefined {
  let held: IndicationSighting | undefined;
  for (const next of came) {
    if (next.deletes) held = undefined;
    else if (next.hash === held?.hash || next.seconds > secondsOf(next.expires)) continue;
    else if (held === undefined || !isOlder(next, held)) held = next;
  }
  return held !== undefined && seconds > secondsOf(held.expires) ? undefined : held;
}

/** The one that `seen` is a copy of: that which the terminal holds, or the first of those right before it. */
function originalOf(
  seen: IndicationSighting,
  before: Met<IndicationSighting>,
  held: IndicationSighting | undefined,
): IndicationSighting | undefined {
  if (held?.hash === seen.hash) return held;
  let first = before.length;
  while (first > 0 && before.at(first - 1)?.hash === seen.hash) first--;
  return before.at(first);
}

/** Lays rows that lead to the indications of the same id, and says what the terminal drops. */
export function relateIndication({ root, context, bytes, find }: Subject, cursor: Cursor): void {
  if (context.documents > 0 || context.quoting > 0) return;
  const { frame, state } = context;
  const content = { bytes, start: 0, end: bytes.length };
  const place = { frame: frame.number - 1, seconds: frame.seconds };
  const known = indicationAt(root, content, place);
  const indication = childOf(root, 'indication') ?? root;
  const expires = attributeOf(indication, 'si-expires');
  const arrived = arrivalSeconds(frame);
  const date = dateOf(indication, 'si-expires');
  const expired = arrived !== undefined && arrived > secondsOf(date);
  if (expired && expires !== undefined)
    find(RELATED_RULES['SI-009'], `the indication expired at ${date}, before it came: a terminal drops it`, expires);
  if (known === undefined) return;
  const { id, seen } = known;
  const others = state.sightings('si');
  const to = others.known(0, context.destination);
  const before = others.before(to, id, seen.frame);
  const held = heldAfter(before, seen.seconds);
  const original = originalOf(seen, before, held);
  if (original !== undefined) {
    cursor.generated(f.duplicateOf, original.frame + 1);
    return;
  }
  if (seen.deletes) {
    if (held !== undefined) cursor.generated(f.deletes, held.frame + 1);
    return;
  }
  if (expired) return;
  if (held !== undefined && isOlder(seen, held)) {
    cursor.generated(f.newerIn, held.frame + 1);
    const message = `packet ${held.frame + 1} has an indication of this id that was created later, at ${held.created}: the terminal drops this one`;
    find(RELATED_RULES['SI-008'], message, attributeOf(indication, 'created') ?? indication);
    return;
  }
  if (held !== undefined) cursor.generated(f.replaces, held.frame + 1);
  const then = others
    .after(to, id, seen.frame)
    .find((next) => next.hash !== seen.hash && (next.deletes || !isOlder(next, seen)));
  if (then === undefined || then.seconds > secondsOf(seen.expires)) return;
  cursor.generated(then.deletes ? f.deletedIn : f.replacedIn, then.frame + 1);
}
