import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { FilterAnalysis } from '../../../worker/api.ts';
import { LineButtons } from '../../widgets/LineButtons.tsx';
import { useKeptFocus } from '../../widgets/use-kept-focus.ts';
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
  /** How many rules there are. */
  readonly count: number;
  readonly analyse: (text: string, cursor: number) => Promise<FilterAnalysis | undefined>;
  readonly onChange: (change: Partial<ColourRule>) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onRemove: () => void;
}

/** One rule: its name in its colours, its filter with what is to be said of it, and what can be done with it. */
export function ColourRuleLine(props: ColourRuleLineProps): ReactNode {
  const { rule, number, count, analyse, onChange, onMove, onRemove } = props;
  const { name, filter, ground, ink, isOn } = rule;
  const id = useId();
  const keepFocus = useKeptFocus();
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
    keepFocus();
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
      <LineButtons
        called={called}
        order={{ at: number - 1, count, keys: ['Alt+↑', 'Alt+↓'], onMove }}
        onRemove={onRemove}
      />
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
