import type { ReactNode } from 'react';
import { SortedDownIcon, SortedUpIcon, TrashIcon } from './icons.tsx';
import { passFocusOn } from './pass-focus-on.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import './LineButtons.css';

export interface LineButtonsProps {
  /** What the line is called: `Move dm up`. */
  readonly called: string;
  /** Its place, from 0, and how many lines there are; a line that keeps its place has none. */
  readonly order?: LineOrder;
  /** Of what is stored one says "Delete". */
  readonly removal?: 'Remove' | 'Delete';
  /** Why the line has to stay, if it has to. */
  readonly stays?: string | undefined;
  readonly onRemove: () => void;
}

export interface LineOrder {
  readonly at: number;
  readonly count: number;
  /** How the two ways are called: "up" and "down" where nothing else is said. */
  readonly ways?: readonly [string, string];
  /** Keys that do the same, for the tips. */
  readonly keys?: readonly [string, string];
  readonly onMove: (step: 1 | -1) => void;
}

/**
 * The buttons at the end of a line in a list that people order: up, down, remove. The keyboard stays with the line that
 * moves, and passes on when one goes (`passFocusOn`).
 */
export function LineButtons({ called, order, removal = 'Remove', stays, onRemove }: LineButtonsProps): ReactNode {
  return (
    <span className="line-buttons">
      {order === undefined ? undefined : <MoveButtons called={called} order={order} />}
      <button
        type="button"
        className="button button-plain button-icon"
        data-removes
        aria-label={`${removal} ${called}`}
        title={stays ?? removal}
        disabled={stays !== undefined}
        onClick={(event) => {
          passFocusOn(event.currentTarget);
          onRemove();
        }}
      >
        <TrashIcon />
      </button>
    </span>
  );
}

function MoveButtons({ called, order }: { readonly called: string; readonly order: LineOrder }): ReactNode {
  const { at, count, ways = ['up', 'down'], keys, onMove } = order;
  const keepFocus = useKeptFocus();
  return ([-1, 1] as const).map((step) => {
    const place = step < 0 ? 0 : 1;
    const tip = capital(ways[place]);
    return (
      <button
        key={step}
        type="button"
        className="button button-plain button-icon"
        aria-label={`Move ${called} ${ways[place]}`}
        title={keys === undefined ? tip : `${tip} (${keys[place]})`}
        disabled={at + step < 0 || at + step >= count}
        onClick={() => {
          keepFocus();
          onMove(step);
        }}
      >
        {step < 0 ? <SortedUpIcon /> : <SortedDownIcon />}
      </button>
    );
  });
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
