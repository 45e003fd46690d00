import type { FieldType } from '../../src/core/codec/field.ts';
import { ourText, theirText } from './normalise.ts';
import type { OurPacket } from './ours.ts';
import type { TheirReading } from './tshark.ts';

/** How often a field's values were the same, over all packets. */
export interface Tally {
  equal: number;
  /** Values of packets where both have the field, with nothing equal on the other side. */
  different: number;
  /** Values in packets where the other has none at all. */
  onlyTheirs: number;
  onlyOurs: number;
}

export interface Disagreement {
  readonly capture: string;
  readonly packet: number;
  readonly field: string;
  /** True where this tool has no value of that name in the packet. */
  readonly missing: boolean;
  /** The values that have no equal on the other side, and the octets of the first of them. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly octets: string;
}

/**
 * Compares one capture. What only this tool reads is counted and no disagreement: it reads more on purpose, and what it
 * should not have read has values that tshark has otherwise.
 */
export function compare(
  capture: string,
  types: ReadonlyMap<string, FieldType>,
  ours: readonly OurPacket[],
  { packets: theirs, numbers }: TheirReading,
  tallies: Map<string, Tally>,
): Disagreement[] {
  const out: Disagreement[] = [];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const mine: OurPacket = ours[index] ?? new Map();
    const others: TheirReading['packets'][number] = theirs[index] ?? new Map();
    for (const field of new Set([...mine.keys(), ...others.keys()])) {
      const type = types.get(field);
      if (type === undefined) continue;
      const left = mine.get(field) ?? [];
      const right = others.get(field) ?? [];
      // A group that has no value here says nothing.
      if (type === 'group' && left.length === 0) continue;
      const tally = tallyOf(tallies, field);
      const rest = right.map((value) => ({ text: theirText(field, type, value, numbers), octets: value.octets }));
      const unmatched = left.filter(({ value }) => {
        const text = ourText(field, type, value);
        const at = rest.findIndex((other) => other.text === text);
        if (at >= 0) rest.splice(at, 1);
        return at < 0;
      });
      tally.equal += left.length - unmatched.length;
      if (left.length === 0) tally.onlyTheirs += rest.length;
      else if (right.length === 0) tally.onlyOurs += unmatched.length;
      else tally.different += Math.max(rest.length, unmatched.length);
      if (right.length === 0 || (unmatched.length === 0 && rest.length === 0)) continue;
      out.push({
        capture,
        packet: index + 1,
        field,
        missing: left.length === 0,
        ours: unmatched.map(({ value }) => ourText(field, type, value)),
        theirs: rest.map(({ text }) => text),
        octets: unmatched[0]?.octets || rest[0]?.octets || '',
      });
    }
  }
  return out;
}

function tallyOf(tallies: Map<string, Tally>, field: string): Tally {
  let tally = tallies.get(field);
  if (tally === undefined) {
    tally = { equal: 0, different: 0, onlyTheirs: 0, onlyOurs: 0 };
    tallies.set(field, tally);
  }
  return tally;
}
