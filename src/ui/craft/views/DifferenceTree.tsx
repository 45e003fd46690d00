// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
import { type CSSProperties, type ReactNode, useEffect, useId } from 'react';
import type { Catalogue, DifferenceRow } from '../../../worker/api.ts';
import { showRow, useViewport, windowOf } from '../../capture/details/use-viewport.ts';
import { visibleText } from '../../capture/details/visible-text.ts';
import './DifferenceTree.css';

export interface DifferenceTreeProps {
  readonly rows: readonly DifferenceRow[];
  /** Places of the rows that are shown. */
  readonly shown: readonly number[];
  readonly catalogue: Catalogue;
  readonly selected: number | undefined;
  readonly onSelect: (row: number) => void;
}

const ROW_HEIGHT = 24;

/** What a row is, for the eye and for screen readers. */
const KINDS: Readonly<Record<DifferenceRow['kind'], { readonly sign: string; readonly word: string }>> = {
  same: { sign: '', word: 'same' },
  changed: { sign: '\u2260', word: 'differs' },
  left: { sign: '\u2212', word: 'left only' },
  right: { sign: '+', word: 'right only' },
};

/** The fields of two packets beside each other. */
export function DifferenceTree({ rows, shown, catalogue, selected, onSelect }: DifferenceTreeProps): ReactNode {
  const id = useId();
  const viewport = useViewport();
  const place = selected === undefined ? -1 : shown.indexOf(selected);
  const { ref, height } = viewport;
  useEffect(() => {
    if (place >= 0 && height > 0) showRow(ref.current, place, ROW_HEIGHT);
  }, [place, height, ref]);
  const { from, to } = windowOf(viewport, ROW_HEIGHT, shown.length);
  const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
  return (
    <div className="difference">
      <div className="difference-head" aria-hidden="true">
        <span />
        <span>Field</span>
        <span>Left</span>
        <span>Right</span>
      </div>
      <div
        ref={ref}
        className="difference-rows"
        role="grid"
        tabIndex={0}
        aria-label="Differences"
        aria-rowcount={shown.length}
        aria-activedescendant={place >= from && place < to ? `${id}-${place}` : undefined}
        onScroll={viewport.onScroll}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          const target: Readonly<Record<string, number>> = {
            ArrowDown: place + 1,
            ArrowUp: place - 1,
            PageDown: place + page,
            PageUp: place - page,
            Home: 0,
            End: shown.length - 1,
          };
          const wanted = target[event.key];
          const row = wanted === undefined ? undefined : shown[Math.min(Math.max(0, wanted), shown.length - 1)];
          if (row === undefined) return;
          event.preventDefault();
          onSelect(row);
        }}
      >
        <div
          role="rowgroup"
          style={
            {
              paddingBlock: `${from * ROW_HEIGHT}px ${Math.max(0, shown.length - to) * ROW_HEIGHT}px`,
            } as CSSProperties
          }
        >
          {shown.slice(from, to).map((at, offset) => {
            const row = rows[at];
            if (row === undefined) return undefined;
            const { sign, word } = KINDS[row.kind];
            const field = catalogue.fields[row.field];
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
              <div
                key={at}
                id={`${id}-${from + offset}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={from + offset + 1}
                aria-selected={at === selected}
                className={`difference-row difference-${row.kind}${at === selected ? ' difference-on' : ''}`}
                onClick={() => onSelect(at)}
              >
                <span role="gridcell" tabIndex={-1} className="difference-sign" aria-label={word} title={word}>
                  {sign}
                </span>
                <span
                  role="gridcell"
                  tabIndex={-1}
                  className="difference-field"
                  style={{ '--depth': row.depth } as CSSProperties}
                >
                  {field?.label ?? ''}
                </span>
                <span role="gridcell" tabIndex={-1} className="difference-value">
                  {row.leftRow === undefined ? <i className="muted">absent</i> : visibleText(row.left.slice(0, 400))}
                </span>
                <span role="gridcell" tabIndex={-1} className="difference-value">
                  {row.rightRow === undefined ? <i className="muted">absent</i> : visibleText(row.right.slice(0, 400))}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
