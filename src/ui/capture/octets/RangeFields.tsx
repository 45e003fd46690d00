import { type ReactNode, useState } from 'react';
import { counted } from '../../widgets/signs.ts';
import type { OctetRange } from '../details/octet-cursor.ts';

export interface RangeFieldsProps {
  readonly range: OctetRange;
  /** Octets that there are. */
  readonly total: number;
  readonly onChange: (range: OctetRange) => void;
}

/** First and last of the octets that are looked at. What is no range yet stays as it is typed. */
export function RangeFields({ range, total, onChange }: RangeFieldsProps): ReactNode {
  const [typed, setTyped] = useState({ first: String(range.start), last: String(range.end - 1) });
  const change = (now: typeof typed): void => {
    setTyped(now);
    const wanted = rangeOf(now.first, now.last, total);
    if (wanted !== undefined) onChange(wanted);
  };
  const choose = (start: number, end: number): void =>
    change({ first: String(start), last: String(Math.max(start, end - 1)) });
  const isRange = rangeOf(typed.first, typed.last, total) !== undefined;
  const field = (label: string, value: string, set: (value: string) => void): ReactNode => (
    <label className="octets-count">
      {label}
      <input
        className="field"
        type="number"
        min={0}
        max={total - 1}
        aria-invalid={!isRange}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <fieldset className="octets-part">
      <legend className="octets-legend">Octets</legend>
      <div className="octets-range">
        {field('First', typed.first, (first) => change({ ...typed, first }))}
        {field('Last', typed.last, (last) => change({ ...typed, last }))}
      </div>
      {isRange ? undefined : (
        <p className="octets-problem">There are octets 0 to {total - 1}, and the last is not before the first</p>
      )}
      <button type="button" className="button" onClick={() => choose(0, total)}>
        All {counted(total, 'octet')}
      </button>
    </fieldset>
  );
}

/** The octets from the first to the last, both included; undefined when these are no two octets in their order. */
export function rangeOf(first: string, last: string, total: number): OctetRange | undefined {
  if (!/^\d+$/.test(first.trim()) || !/^\d+$/.test(last.trim())) return undefined;
  const range = { start: Number(first), end: Number(last) + 1 };
  return range.start < range.end && range.end <= total ? range : undefined;
}
