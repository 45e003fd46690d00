import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import type { FindInOctets } from '../../../worker/api.ts';
import { SortedDownIcon, SortedUpIcon } from '../../widgets/icons.tsx';
import { counted } from '../../widgets/signs.ts';

export interface FindFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly find: FindInOctets;
  /** Places that were found, and the one that is shown, counted from 0. */
  readonly count: number;
  readonly current: number;
  readonly isMore: boolean;
  readonly fault: string | undefined;
  readonly onChange: (find: FindInOctets) => void;
  readonly onStep: (direction: 1 | -1) => void;
}

/** Looks for text or octets in what is shown. */
export function FindField(props: FindFieldProps): ReactNode {
  const { input, find, count, current, isMore, fault, onChange, onStep } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  return (
    <search className="octets-find" aria-label="Find in the octets">
      <select
        className="field"
        aria-label="Kind of search"
        value={find.kind}
        onChange={(event) => onChange({ ...find, kind: event.target.value === 'hex' ? 'hex' : 'text' })}
      >
        <option value="text">Text</option>
        <option value="hex">Hex</option>
      </select>
      <input
        ref={input}
        className="field mono octets-find-text"
        aria-label="Find"
        aria-invalid={fault !== undefined}
        placeholder={find.kind === 'hex' ? 'Octets: 06 01 ae' : 'Find (Ctrl+F)'}
        autoComplete="off"
        spellCheck={false}
        value={find.text}
        onChange={(event) => onChange({ ...find, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className="button button-plain button-icon octets-case"
        aria-pressed={find.isCaseSensitive}
        aria-label="Upper and lower case differ"
        title="Upper and lower case differ"
        disabled={find.kind === 'hex'}
        onClick={() => onChange({ ...find, isCaseSensitive: !find.isCaseSensitive })}
      >
        Aa
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label="Previous"
        title="Previous (Shift+F3)"
        disabled={count === 0}
        onClick={() => onStep(-1)}
      >
        <SortedUpIcon />
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label="Next"
        title="Next (F3)"
        disabled={count === 0}
        onClick={() => onStep(1)}
      >
        <SortedDownIcon />
      </button>
      <span className={`octets-found${fault === undefined ? '' : ' octets-problem'}`} role="status">
        {fault ?? (find.text === '' ? '' : foundText(count, current, isMore))}
      </span>
    </search>
  );
}

function foundText(count: number, current: number, isMore: boolean): string {
  if (count === 0) return 'Not found';
  const all = isMore ? `the first ${counted(count, 'place')}` : counted(count, 'place');
  return `${current + 1} of ${all}`;
}
