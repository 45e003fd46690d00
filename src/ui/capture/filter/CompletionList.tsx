import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { Completion } from '../../../worker/api.ts';
import './CompletionList.css';

export interface CompletionListProps {
  readonly id: string;
  readonly options: readonly Completion[];
  /** Place of the active option, or -1. */
  readonly active: number;
  readonly onTake: (option: Completion) => void;
  readonly onPoint: (at: number) => void;
}

const KINDS: Readonly<Record<Completion['kind'], { readonly sign: string; readonly word: string }>> = {
  field: { sign: 'F', word: 'field' },
  operator: { sign: '=', word: 'operator' },
  function: { sign: 'f()', word: 'function' },
  value: { sign: '1a', word: 'value' },
  macro: { sign: '$', word: 'macro' },
};

export const optionId = (id: string, at: number): string => `${id}-option-${at}`;

/** What stands beside the text: not the text once more. */
function labelOf({ text, label, doc }: Completion): string {
  if (label === text) return doc;
  return label.startsWith(`${text} `) ? label.slice(text.length + 1) : label;
}

/** What could stand at the cursor, with the documentation of the active one below. */
export function CompletionList({ id, options, active, onTake, onPoint }: CompletionListProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const shown = options[active] ?? options[0];
  if (shown === undefined) return null;
  return (
    <div className="completions">
      <div id={`${id}-list`} ref={list} className="completions-list" role="listbox" aria-label="Completions">
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field above names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
          <div
            key={`${option.kind} ${option.text} ${option.label}`}
            id={optionId(id, at)}
            role="option"
            className="completions-option"
            aria-selected={at === active}
            // The field keeps the keyboard.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(option)}
            onPointerMove={() => at === active || onPoint(at)}
          >
            <span className={`completions-kind completions-${option.kind}`} aria-hidden="true">
              {KINDS[option.kind].sign}
            </span>
            <span className="unseen">{KINDS[option.kind].word} </span>
            <span className="completions-text">{option.text.trim()}</span>
            <span className="completions-label">{labelOf(option)}</span>
          </div>
        ))}
      </div>
      <p className="completions-doc">
        {shown.doc === '' ? shown.label : shown.doc}
        <span className="completions-keys">
          <kbd>Tab</kbd> takes it, <kbd>Esc</kbd> closes
        </span>
      </p>
    </div>
  );
}
