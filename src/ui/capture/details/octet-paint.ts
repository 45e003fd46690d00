import { octetStops, type Run } from './field-tints.ts';
import type { TreeModel } from './tree-model.ts';

/** How one octet is drawn. */
export interface OctetPaint {
  /** Classes: the tint of an octet that one field owns, `split` for several, `sel` when all of it is selected. */
  readonly classes: string;
  /** Background of a split octet. */
  readonly background: string | undefined;
  /** Bar below the selected bits of a split octet. */
  readonly bar: string | undefined;
  readonly fields: string;
}

/** `selStart` and `selEnd` are bits of the source. */
export function paintOctet(
  model: TreeModel,
  runs: readonly Run[],
  octet: number,
  selStart: number,
  selEnd: number,
): OctetPaint {
  const stops = octetStops(runs, octet);
  const from = Math.max(selStart - octet * 8, 0);
  const to = Math.min(selEnd - octet * 8, 8);
  const only = stops.length === 1 ? stops[0] : undefined;
  const names = stops.map(({ row }) => model.field(row).label);
  const fields = names.length === 0 ? 'no field' : `${names.length === 1 ? 'field' : 'fields'} ${names.join(', ')}`;
  const whole = from === 0 && to === 8;
  if ((only !== undefined && only.start === 0 && only.end === 8 && (whole || to <= from)) || whole) {
    const kind = only === undefined ? '' : model.field(only.row).type === 'undecoded' ? 'undecoded' : tint(only);
    return { classes: `${kind} ${whole ? 'sel' : ''}`, background: undefined, bar: undefined, fields };
  }
  const percent = (bit: number): string => `${(bit / 8) * 100}%`;
  const parts = stops.flatMap((stop) => {
    const colour = stop.tint === undefined ? 'transparent' : `var(--field-${stop.tint})`;
    // A selection that ends inside the leaf (a row above the leaves never does) is cut out of it.
    const cuts = [
      stop.start,
      Math.max(stop.start, Math.min(from, stop.end)),
      Math.max(stop.start, Math.min(to, stop.end)),
      stop.end,
    ];
    return [
      `${colour} ${percent(cuts[0] ?? 0)} ${percent(cuts[1] ?? 0)}`,
      `var(--octet-selected) ${percent(cuts[1] ?? 0)} ${percent(Math.max(cuts[1] ?? 0, cuts[2] ?? 0))}`,
      `${colour} ${percent(Math.max(cuts[1] ?? 0, cuts[2] ?? 0))} ${percent(cuts[3] ?? 0)}`,
    ];
  });
  const bar =
    to > from
      ? `linear-gradient(to right, transparent ${percent(from)}, var(--accent) ${percent(from)} ${percent(to)}, transparent ${percent(to)})`
      : undefined;
  return {
    classes: 'split',
    background: parts.length === 0 ? undefined : `linear-gradient(to right, ${parts.join(', ')})`,
    bar,
    fields,
  };
}

export function tint(run: Run): string {
  return run.tint === undefined ? '' : `t${run.tint}`;
}
