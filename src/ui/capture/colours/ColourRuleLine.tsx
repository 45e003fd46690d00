import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { FilterAnalysis } from '../../../worker/api.ts';
import { SortedDownIcon, SortedUpIcon, TrashIcon } from '../../widgets/icons.tsx';
import { FilterStateSign } from '../filter/FilterStateSign.tsx';
import { faultSentence, spokenState } from '../filter/filter-words.ts';
import { useAnalysis } from '../filter/use-analysis.ts';
import type { ColourRule } from './colour-rule.ts';
import { colourClass, colourLabel, GROUNDS, INKS } from './palette.ts';
import { LONGEST_NAME } from './rule-list.ts';

export interface ColourRuleLineProps {
  readonly rule: ColourRule;
  /** For people, from 1. */
  readonly number: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly analyse: (text: string, cursor: number) => Promise<FilterAnalysis | undefined>;
  readonly onChange: (change: Partial<ColourRule>) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onRemove: () => void;
}

/** One rule: its name in its colours, its filter with what is to be said of it, and what can be done with it. */
export function ColourRuleLine(props: ColourRuleLineProps): ReactNode {
  const { rule, number, isFirst, isLast, analyse, onChange, onMove, onRemove } = props;
  const { name, filter, ground, ink, isOn } = rule;
  const id = useId();
  const [isAt, setAt] = useState(false);
  const { state, message, start, text } = useAnalysis(filter, filter.length, true, analyse);
  const shown = filter.trim() === '' ? 'empty' : state;
  const isFlawed = shown === 'wrong' || shown === 'incomplete';
  const said = message !== undefined && text === filter && (isAt || isFlawed) ? message : undefined;
  const called = name === '' ? `rule ${number}` : name;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || (step !== 1 && step !== -1)) return;
    event.preventDefault();
    onMove(step);
  };
  return (
    <li className="colour-rule" aria-label={`Rule ${number}: ${called}`} onKeyDown={onKeyDown}>
      <input
        type="checkbox"
        aria-label={`Use ${called}`}
        checked={isOn}
        onChange={(event) => onChange({ isOn: event.target.checked })}
      />
      <span className={`colour-rule-preview ${colourClass(rule)}`}>
        <input
          className="field colour-rule-name"
          aria-label="Name"
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </span>
      <input
        className={`field mono colour-rule-filter filter-${shown}`}
        aria-label={`Filter of ${called}`}
        aria-invalid={isFlawed}
        aria-describedby={`${id}-state`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="Display filter"
        value={filter}
        onChange={(event) => onChange({ filter: event.target.value })}
        onFocus={() => setAt(true)}
        onBlur={() => setAt(false)}
      />
      <span className="colour-rule-state" aria-hidden="true">
        <FilterStateSign state={shown} isApplied={false} />
      </span>
      <select
        className="field"
        aria-label={`Background of ${called}`}
        value={ground}
        onChange={({ target }) => onChange({ ground: GROUNDS.find((one) => one === target.value) ?? 'none' })}
      >
        {GROUNDS.map((one) => (
          <option key={one} value={one}>
            {one === 'none' ? 'None' : colourLabel(one)}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label={`Text of ${called}`}
        value={ink}
        onChange={({ target }) => onChange({ ink: INKS.find((one) => one === target.value) ?? 'usual' })}
      >
        {INKS.map((one) => (
          <option key={one} value={one}>
            {one === 'usual' ? 'Usual' : colourLabel(one)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label={`Move ${called} up`}
        title="Up (Alt+↑)"
        disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <SortedUpIcon />
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label={`Move ${called} down`}
        title="Down (Alt+↓)"
        disabled={isLast}
        onClick={() => onMove(1)}
      >
        <SortedDownIcon />
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label={`Remove ${called}`}
        title="Remove"
        onClick={onRemove}
      >
        <TrashIcon />
      </button>
      <span id={`${id}-state`} className="unseen">
        {shown === 'empty' ? 'Without a filter it colours nothing' : spokenState(shown, message, start)}
      </span>
      {said === undefined ? undefined : (
        <p className={`colour-rule-message filter-message-${shown}`} aria-hidden="true">
          {faultSentence(said, filter)}
        </p>
      )}
    </li>
  );
}
