// biome-ignore-all lint/a11y/useSemanticElements: a table does not lay out as a virtualised grid with one cursor does
import { type CSSProperties, memo, type ReactNode } from 'react';
import { runsOf } from './field-tints.ts';
import { edgesOf } from './octet-cursor.ts';
import { paintOctet } from './octet-paint.ts';
import { asciiRuns, characterParts, hexRuns, type OctetText } from './octet-runs.ts';
import type { TreeModel } from './tree-model.ts';

/** Octets up to the gap in the middle of a row. */
const HALF = 8;

/** Ranges are plain numbers, so that only the rows that a mark enters or leaves are drawn anew. */
export interface GridRowProps {
  readonly id: string;
  readonly model: TreeModel;
  readonly source: number;
  readonly bytes: Uint8Array;
  readonly row: number;
  readonly columns: number;
  readonly digits: number;
  readonly text: OctetText;
  /** The protocol whose fields are tinted. */
  readonly protocol: number | undefined;
  /** Bits. */
  readonly selStart: number;
  readonly selEnd: number;
  readonly hovStart: number;
  readonly hovEnd: number;
  readonly cursor: number;
  /** Octets. */
  readonly parStart: number;
  readonly parEnd: number;
  readonly copyStart: number;
  readonly copyEnd: number;
  /** Per octet of the source: 1 where an edit has changed it. */
  readonly changed: Uint8Array | undefined;
}

/** Offset, octets, characters. */
export const HexRow = memo(function HexRow(props: GridRowProps): ReactNode {
  const { id, model, source, bytes, row, columns, digits, protocol, cursor } = props;
  const first = row * columns;
  const count = Math.min(columns, bytes.length - first);
  const runs = runsOf(model, source, first * 8, (first + count) * 8, protocol);
  const cells = Array.from({ length: count }, (_, column) => {
    const at = first + column;
    const paint = paintOctet(model, runs, at, props.selStart, props.selEnd);
    const hovered = edgesOf(Math.floor(props.hovStart / 8), Math.ceil(props.hovEnd / 8), at, columns);
    const parent = edgesOf(props.parStart, props.parEnd, at, columns);
    const copied = at >= props.copyStart && at < props.copyEnd;
    const changed = props.changed?.[at] === 1;
    return {
      at,
      changed,
      octet: bytes[at] ?? 0,
      fields: paint.fields,
      split: paint.background !== undefined,
      classes: `${paint.classes} ${parent === '' && hovered === '' ? '' : 'framed'} ${copied ? 'copied' : ''} ${changed ? 'changed' : ''}`,
      style: { '--paint': paint.background, '--bar': paint.bar } as CSSProperties,
      outline: `${parent === '' ? '' : `parent ${parent}`}`,
      hover: `${hovered === '' ? '' : `hover ${hovered}`}`,
    };
  });
  const outlines = ({ outline, hover }: (typeof cells)[number]): ReactNode => (
    <>
      {outline === '' ? null : <i className={outline} />}
      {hover === '' ? null : <i className={hover} />}
    </>
  );
  return (
    <div className="hex-row" role="row" tabIndex={-1} aria-rowindex={row + 1}>
      <span className="hex-offset" role="rowheader" tabIndex={-1} aria-label={`offset ${first}`}>
        {first.toString(16).padStart(digits, '0')}
      </span>
      {hexRuns(cells, Math.floor(cursor / 8), HALF).map(({ first: cell, octets }) => (
        <span
          key={cell.at}
          id={`${id}-${cell.at}`}
          className={`octet ${cell.classes} ${Math.floor(cursor / 8) === cell.at ? 'cursor' : ''} ${cell.at - first === HALF ? 'half' : ''}`}
          style={{ ...cell.style, '--octets': octets.length } as CSSProperties}
          role="gridcell"
          tabIndex={-1}
          aria-colindex={cell.at - first + 1}
          aria-colspan={octets.length}
          aria-selected={cell.classes.includes(' sel') || cell.classes.includes('copied')}
          aria-label={`${octetsLabel(cell.at, octets)}, ${cell.fields}${cell.changed ? ', changed' : ''}`}
          data-octet={cell.at}
          data-octets={octets.length}
          data-split={cell.split ? '' : undefined}
        >
          {octets.map(hex).join(' ')}
          {outlines(cell)}
        </span>
      ))}
      <span
        className={`hex-gap ${columns > HALF && count <= HALF ? 'short' : ''}`}
        aria-hidden="true"
        style={{ '--missing': columns - count } as CSSProperties}
      />
      <span className="hex-ascii" aria-hidden="true">
        {asciiRuns(cells).map((run) => (
          <span
            key={run.first.at}
            className={`octet ${run.first.classes}`}
            style={{ ...run.first.style, '--octets': run.octets.length } as CSSProperties}
            data-octet={run.first.at}
            data-octets={run.octets.length}
          >
            {characterParts(run.octets, props.text).map(({ text, isCharacters }, index) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the run
              isCharacters ? text : <b key={index}>{text}</b>,
            )}
            {outlines(run.first)}
          </span>
        ))}
      </span>
    </div>
  );
});

const hex = (octet: number): string => octet.toString(16).padStart(2, '0');

function octetsLabel(at: number, octets: readonly number[]): string {
  const which = octets.length === 1 ? `octet ${at}` : `octets ${at} to ${at + octets.length - 1}`;
  return `${which}, ${octets.map((octet) => `0x${hex(octet)}`).join(' ')}`;
}
