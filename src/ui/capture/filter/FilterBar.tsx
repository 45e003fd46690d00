import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Completion, FilterAnalysis, FilterFault } from '../../../worker/api.ts';
import { CloseIcon, StopIcon } from '../../widgets/icons.tsx';
import { type DraggedField, droppedField, isField } from '../field-drag.ts';
import { accept, isBegun } from './accept-completion.ts';
import { CompletionList, optionId } from './CompletionList.tsx';
import { FilterStateSign } from './FilterStateSign.tsx';
import { faultSentence, percent, spokenState } from './filter-words.ts';
import { useAnalysis } from './use-analysis.ts';
import './FilterBar.css';

export interface FilterBarProps {
  readonly text: string;
  /** The filter that holds. */
  readonly applied: string;
  /** Why the engine cannot use the filter that holds. */
  readonly fault: FilterFault | undefined;
  readonly analyse: (text: string, cursor: number) => Promise<FilterAnalysis | undefined>;
  readonly onText: (text: string) => void;
  readonly onApply: (text: string) => void;
  readonly onClear: () => void;
  /** A field of the packet was dropped onto the bar. */
  readonly onField: (field: DraggedField) => void;
  /** Escape: the keyboard goes back to the list. */
  readonly onLeave: () => void;
  /** Filters that were used, newest first. */
  readonly recent: readonly string[];
  /** How far the engine is, while it filters or sorts. */
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  readonly onStop: () => void;
  /** What has come of the filter, for those who hear it. */
  readonly outcome: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
}

const SPEAK_AFTER_MS = 700;
const NO_OPTION = -1;

/** The display filter: one line that is judged and completed at each key. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const { text, applied, fault, analyse, onText, onApply, onLeave, recent, progress } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const measure = useRef<HTMLSpanElement>(null);
  const [cursor, setCursor] = useState(0);
  const [isFocused, setFocused] = useState(false);
  const [isOpen, setOpen] = useState(false);
  /** A field is held above the bar. */
  const [isTarget, setTarget] = useState(false);
  const [chosen, setChosen] = useState(NO_OPTION);
  /** Where in the history the text came from; what was typed before is kept to come back to. */
  const [past, setPast] = useState<{ readonly at: number; readonly typed: string }>();
  const [columns, setColumns] = useState({ message: 0, list: 0, scrolled: 0 });
  const analysis = useAnalysis(text, cursor, isFocused, analyse);
  const isCurrent = analysis.text === text;
  const { state, completions } = analysis;
  const flaw = analysis.message === undefined ? undefined : { ...analysis, message: analysis.message };
  const shownFault = flaw ?? (fault === undefined || text !== applied ? undefined : fault);
  const options = isOpen && isFocused && isCurrent ? completions.filter((one) => !isWhole(text, one)) : [];
  const first = options[0];
  // As long as the text can be no filter yet, Enter takes the best completion of the word that has been begun.
  const isAuto = first !== undefined && isBegun(text, cursor, first) && (state === 'incomplete' || state === 'wrong');
  const active = chosen === NO_OPTION ? (isAuto ? 0 : NO_OPTION) : Math.min(chosen, options.length - 1);
  const showsMessage = shownFault !== undefined && (isFocused || fault !== undefined);

  const listFrom = options[0]?.from ?? 0;
  const faultFrom = shownFault?.start ?? 0;
  useLayoutEffect(() => {
    const element = measure.current;
    if (element === null) return;
    const pixels = (at: number): number => {
      // Measuring lays out the whole page.
      if (at === 0) return 0;
      element.textContent = text.slice(0, at);
      return element.getBoundingClientRect().width;
    };
    setColumns({ message: pixels(faultFrom), list: pixels(listFrom), scrolled: input.current?.scrollLeft ?? 0 });
  }, [text, listFrom, faultFrom]);

  // A completion moves the cursor once the new text stands in the field.
  const wantedCursor = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (wantedCursor.current === undefined) return;
    input.current?.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = undefined;
  });

  const change = (changed: string, at: number): void => {
    onText(changed);
    setCursor(at);
    setChosen(NO_OPTION);
  };
  const put = (changed: string, at: number): void => {
    wantedCursor.current = at;
    change(changed, at);
  };
  const take = (option: Completion): void => {
    const accepted = accept(text, option);
    put(accepted.text, accepted.cursor);
    setOpen(accepted.goesOn);
    setPast(undefined);
  };
  const apply = useCallback(
    async (wanted: string): Promise<void> => {
      const answer = await analyse(wanted, wanted.length);
      setOpen(false);
      if (answer === undefined || answer.state === 'wrong' || answer.state === 'incomplete') return;
      setPast(undefined);
      onApply(wanted);
    },
    [analyse, onApply],
  );
  const recall = (step: 1 | -1): void => {
    const from = past ?? { at: -1, typed: text };
    const at = Math.min(from.at + step, recent.length - 1);
    const found = at < 0 ? from.typed : recent[at];
    if (found === undefined) return;
    setPast(at < 0 ? undefined : { ...from, at });
    put(found, found.length);
    setOpen(false);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (event.nativeEvent.isComposing || altKey || metaKey) return;
    const isList = options.length > 0;
    const active_ = options[active];
    if (ctrlKey && key === ' ') setOpen(true);
    else if (ctrlKey) return;
    else if (key === 'ArrowDown') {
      if (isList) setChosen((active + 1) % options.length);
      else if (past !== undefined) recall(-1);
      else setOpen(true);
    } else if (key === 'ArrowUp') {
      if (isList) setChosen((active <= 0 ? options.length : active) - 1);
      else recall(1);
    } else if (key === 'Enter') {
      if (active_ !== undefined) take(active_);
      else void apply(text);
    } else if (key === 'Tab' && !shiftKey) {
      const best = active_ ?? (first !== undefined && isBegun(text, cursor, first) ? first : undefined);
      if (best === undefined) return;
      take(best);
    } else if (key === 'Escape') {
      if (isList) setOpen(false);
      else onLeave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { onClear, before, after, onStop, outcome } = props;
  return (
    <search className="filter-bar" aria-label="Display filter">
      {before}
      <div className={`filter-field filter-${text === '' ? 'empty' : state}${isTarget ? ' filter-target' : ''}`}>
        <div className="filter-line">
          {/* The place of the flaw, drawn behind the text. */}
          <div className="filter-mirror" aria-hidden="true">
            <span
              className="filter-mirror-text"
              style={{ '--scrolled': `${-columns.scrolled}px` } as React.CSSProperties}
            >
              {shownFault === undefined || !isCurrent ? (
                text
              ) : (
                <>
                  {text.slice(0, shownFault.start)}
                  <span className="filter-flaw">{text.slice(shownFault.start, shownFault.end) || ' '}</span>
                  {text.slice(shownFault.end)}
                </>
              )}
            </span>
            <span className="filter-measure" ref={measure} />
          </div>
          <input
            ref={input}
            className="filter-input"
            data-filter-input
            role="combobox"
            aria-label="Display filter"
            aria-expanded={options.length > 0}
            aria-controls={options.length > 0 ? `${id}-list` : undefined}
            aria-autocomplete="list"
            aria-activedescendant={options[active] === undefined ? undefined : optionId(id, active)}
            aria-invalid={state === 'wrong' || state === 'incomplete'}
            aria-describedby={showsMessage ? `${id}-message` : undefined}
            placeholder="Display filter: dmnoti, udp.port == 2948, ip.addr in {10.0.0.0/8} ..."
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              change(event.target.value, event.target.selectionStart ?? event.target.value.length);
              setOpen(true);
              setPast(undefined);
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onScroll={({ currentTarget: { scrollLeft: scrolled } }) => setColumns((now) => ({ ...now, scrolled }))}
            onKeyDown={onKeyDown}
            onDragOver={(event) => {
              if (!isField(event.dataTransfer)) return;
              event.preventDefault();
              setTarget(true);
            }}
            onDragLeave={() => setTarget(false)}
            onDrop={(event) => {
              setTarget(false);
              const field = droppedField(event.dataTransfer);
              if (field === undefined) return;
              // Its name, which is dragged along as text, would be put where the pointer is.
              event.preventDefault();
              props.onField(field);
            }}
            onFocus={() => setFocused(true)}
            onBlur={() => {
              setFocused(false);
              setOpen(false);
            }}
          />
        </div>
        <FilterStateSign state={text === '' ? 'empty' : state} isApplied={text !== '' && text.trim() === applied} />
        {text === '' ? undefined : (
          <button
            type="button"
            className="filter-button"
            aria-label="Clear filter"
            title="Clear filter"
            onClick={() => {
              onClear();
              // The button goes, the keyboard stays.
              input.current?.focus();
            }}
          >
            <CloseIcon />
          </button>
        )}
        <div
          className="filter-below"
          style={
            {
              '--message-at': `${columns.message - columns.scrolled}px`,
              '--list-at': `${columns.list - columns.scrolled}px`,
            } as React.CSSProperties
          }
        >
          {showsMessage && shownFault !== undefined ? (
            <p id={`${id}-message`} className={`filter-message filter-message-${state}`}>
              <span className="filter-message-text">{faultSentence(shownFault.message, text)}</span>
            </p>
          ) : undefined}
          <CompletionList id={id} options={options} active={active} onTake={take} onPoint={setChosen} />
        </div>
      </div>
      {progress === undefined ? (
        <button
          type="button"
          className="filter-apply"
          disabled={text.trim() === applied || state === 'wrong' || state === 'incomplete'}
          title="Apply the filter (Enter)"
          onClick={() => void apply(text)}
        >
          Apply
        </button>
      ) : (
        <button type="button" className="filter-apply filter-stop" title="Stop and keep what is there" onClick={onStop}>
          <StopIcon /> Stop
          <span className="filter-share">{percent(progress.done, progress.total)}</span>
        </button>
      )}
      {after}
      {progress === undefined ? undefined : (
        <progress
          className="filter-progress"
          max={Math.max(1, progress.total)}
          value={progress.done}
          aria-label="Filtering"
        />
      )}
      <Spoken
        text={isFocused && isCurrent && text !== applied ? spokenState(state, flaw?.message, flaw?.start) : outcome}
      />
    </search>
  );
}

const isWhole = (text: string, { text: whole, from, to }: Completion): boolean => text.slice(from, to) === whole;

/** Said once the user rests: a sentence at each key would never end. */
function Spoken({ text }: { readonly text: string }): ReactNode {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), SPEAK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="unseen" role="status">
      {said}
    </div>
  );
}
