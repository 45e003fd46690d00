// biome-ignore-all lint/a11y/useSemanticElements: a table does not lay out as a virtualised grid with one cursor does
import { type CSSProperties, memo, type ReactNode } from 'react';
import { bitAt } from './bit-mask.ts';
import { type Run, runsOf } from './field-tints.ts';
import type { GridRowProps } from './HexRow.tsx';
import { tint } from './octet-paint.ts';

/** Narrower runs have no room for a name; their bits carry it as a tooltip. */
const NAMED_BITS = 3;

/** A row of octets as specifications draw them: each octet in hex, its bits below, the fields' names below those. */
export const BitsRow = memo(function BitsRow(props: GridRowProps): ReactNode {
  const { id, model, source, bytes, row, columns, digits, protocol, cursor, selStart, selEnd, hovStart, hovEnd } =
    props;
  const first = row * columns;
  const count = Math.min(columns, bytes.length - first);
  const runs = runsOf(model, source, first * 8, (first + count) * 8, protocol);
  const kind = (run: Run): string =>
    `${model.field(run.row).type === 'undecoded' ? 'undecoded' : tint(run)} ${
      run.start >= selStart && run.end <= selEnd ? 'sel' : ''
    } ${run.start >= hovStart && run.end <= hovEnd ? 'hov' : ''}`;
  return (
    <div
      className="bits-row"
      role="row"
      tabIndex={-1}
      aria-rowindex={row + 1}
      style={{ '--octets': columns } as CSSProperties}
    >
      <span className="hex-offset" role="rowheader" tabIndex={-1} aria-label={`offset ${first}`}>
        {first.toString(16).padStart(digits, '0')}
      </span>
      <div className="bits-cells" role="presentation">
        {Array.from({ length: count }, (_, i) => {
          const at = first + i;
          const copied = at >= props.copyStart && at < props.copyEnd;
          return (
            <span
              key={at}
              className={`bits-octet ${copied ? 'copied' : ''} ${props.changed?.[at] === 1 ? 'changed' : ''}`}
              aria-hidden="true"
              data-octet={at}
            >
              {(bytes[at] ?? 0).toString(16).padStart(2, '0')}
            </span>
          );
        })}
        {runs.flatMap((run) => {
          const label = model.field(run.row).label;
          const classes = kind(run);
          return Array.from({ length: run.end - run.start }, (_, i) => {
            const bit = run.start + i;
            const value = bitAt(bytes, bit);
            const edge = `${i === 0 ? 'first' : ''} ${bit === run.end - 1 ? 'last' : ''} ${bit % 8 === 0 ? 'boundary' : ''} ${bit === (first + count) * 8 - 1 ? 'end' : ''}`;
            return (
              <span
                key={bit}
                id={`${id}-${bit}`}
                className={`bit ${classes} ${edge} ${bit === cursor ? 'cursor' : ''} ${value === 1 ? 'one' : ''}`}
                role="gridcell"
                tabIndex={-1}
                aria-colindex={bit - first * 8 + 1}
                aria-selected={classes.includes('sel')}
                aria-label={`octet ${Math.floor(bit / 8)} bit ${bit % 8}, ${value}, field ${label}${props.changed?.[Math.floor(bit / 8)] === 1 ? ', in a changed octet' : ''}`}
                data-bit={bit}
                style={{ '--column': bit - first * 8 + 1 } as CSSProperties}
              >
                {value}
              </span>
            );
          });
        })}
        {runs.map((run) => {
          const label = model.field(run.row).label;
          const width = run.end - run.start;
          return (
            <span
              key={run.start}
              className={`bits-label ${kind(run)} ${run.end === (first + count) * 8 ? 'end' : ''}`}
              style={{ '--column': run.start - first * 8 + 1, '--width': width } as CSSProperties}
              aria-hidden="true"
              title={label}
              data-bit={run.start}
            >
              {width >= NAMED_BITS ? label : ''}
            </span>
          );
        })}
      </div>
    </div>
  );
});
