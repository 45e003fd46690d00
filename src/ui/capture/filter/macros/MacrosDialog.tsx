import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { MacroDefinition, MacroJudgement } from '../../../../worker/api.ts';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { LineButtons } from '../../../widgets/LineButtons.tsx';
import { FilterStateSign } from '../FilterStateSign.tsx';
import { faultSentence, spokenState } from '../filter-words.ts';
import { filledIn, type MacroLine, MOST_MACROS, nameFaults, usage } from './macro-lines.ts';
import './MacrosDialog.css';

export interface MacrosDialogProps {
  readonly macros: readonly MacroDefinition[];
  /** What is said of each text; undefined when the engine is gone. */
  readonly judge: (macros: readonly MacroDefinition[]) => Promise<readonly MacroJudgement[] | undefined>;
  readonly onSave: (macros: readonly MacroDefinition[]) => void;
  readonly onClose: () => void;
}

/** All filter macros: name and text, checked at each key. What is changed holds once it is saved. */
export function MacrosDialog({ macros, judge, onSave, onClose }: MacrosDialogProps): ReactNode {
  const [lines, setLines] = useState<readonly MacroLine[]>(() =>
    (macros.length === 0 ? [{ name: '', text: '' }] : macros).map((macro, key) => ({ ...macro, key })),
  );
  const nextKey = useRef(lines.length);
  const list = useRef<HTMLUListElement>(null);
  const isAdded = useRef(false);
  useEffect(() => {
    if (!isAdded.current) return;
    isAdded.current = false;
    list.current?.querySelector<HTMLElement>('li:last-child input')?.focus();
  });
  const judged = useJudgements(lines, judge);
  const faults = nameFaults(lines);
  const canSave = faults.every((fault) => fault === undefined);
  const change = (key: number, part: Partial<MacroDefinition>): void =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <Dialog
      title="Filter macros"
      description="$1, $2 ... in a text stand for the arguments; kept on this device"
      size="wide"
      onClose={onClose}
    >
      <form
        className="macros"
        onSubmit={(event) => {
          event.preventDefault();
          if (!canSave) return;
          onSave(filledIn(lines));
          onClose();
        }}
      >
        {lines.length === 0 ? (
          <p className="muted">No macros: filters stand for themselves</p>
        ) : (
          <div className="macro macros-head" aria-hidden="true">
            <span>Name</span>
            <span>Text</span>
          </div>
        )}
        <ul ref={list} className="macros-list">
          {lines.map((line, at) => (
            <Line
              key={line.key}
              line={line}
              number={at + 1}
              nameFault={faults[at]}
              judgement={judged.get(line.key)}
              onChange={(part) => change(line.key, part)}
              onRemove={() => setLines(lines.filter(({ key }) => key !== line.key))}
            />
          ))}
        </ul>
        <div className="dialog-foot">
          <button
            type="button"
            className="button macros-add"
            data-after-lines
            disabled={lines.length >= MOST_MACROS}
            onClick={() => {
              isAdded.current = true;
              setLines([...lines, { key: nextKey.current++, name: '', text: '' }]);
            }}
          >
            Add macro
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={!canSave}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface LineProps {
  readonly line: MacroLine;
  /** For people, from 1. */
  readonly number: number;
  readonly nameFault: string | undefined;
  readonly judgement: MacroJudgement | undefined;
  readonly onChange: (part: Partial<MacroDefinition>) => void;
  readonly onRemove: () => void;
}

function Line({ line, number, nameFault, judgement, onChange, onRemove }: LineProps): ReactNode {
  const { name, text } = line;
  const id = useId();
  const called = name === '' ? `macro ${number}` : name;
  const state = text.trim() === '' ? 'empty' : (judgement?.state ?? 'empty');
  const isFlawed = state === 'wrong' || state === 'incomplete';
  const message = state === 'empty' ? undefined : judgement?.message;
  const said = message === undefined ? undefined : faultSentence(message, text);
  return (
    <li className="macro" aria-label={`Macro ${number}: ${called}`}>
      <input
        className="field mono"
        aria-label="Name"
        aria-invalid={nameFault !== undefined}
        aria-describedby={`${id}-said`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={name}
        onChange={(event) => onChange({ name: event.target.value.trim() })}
      />
      <input
        className={`field mono filter-${state}`}
        aria-label={`Text of ${called}`}
        aria-invalid={isFlawed}
        aria-describedby={`${id}-said`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="udp.port == $1"
        value={text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <span className="macro-state" aria-hidden="true">
        <FilterStateSign state={state} isApplied={false} />
      </span>
      <LineButtons called={called} removal="Delete" onRemove={onRemove} />
      <span id={`${id}-said`} className="unseen">
        {[nameFault ?? [], spokenState(state, message, judgement?.start) || []].flat().join('. ')}
      </span>
      <p className="macro-said" aria-hidden="true">
        {nameFault === undefined ? undefined : <span className="macro-wrong">{nameFault}</span>}
        {said === undefined ? undefined : <span className={isFlawed ? 'macro-wrong' : undefined}>{said}</span>}
        {nameFault !== undefined || said !== undefined || name === '' || state === 'empty'
          ? undefined
          : `In a filter: ${usage(line)}`}
      </p>
    </li>
  );
}

/** What the engine says of each line, asked at each key; the newest answer counts. */
function useJudgements(
  lines: readonly MacroLine[],
  judge: MacrosDialogProps['judge'],
): ReadonlyMap<number, MacroJudgement> {
  const [judged, setJudged] = useState<ReadonlyMap<number, MacroJudgement>>(new Map());
  const newest = useRef(0);
  useEffect(() => {
    const own = ++newest.current;
    // A text can be checked before it has a name.
    const asked = lines.map(({ key, name, text }) => ({ name: name === '' ? `macro_${key}_` : name, text }));
    void judge(asked).then((answers) => {
      if (own !== newest.current || answers === undefined) return;
      setJudged(new Map(answers.map((answer, at) => [lines[at]?.key ?? -1, answer])));
    });
  }, [lines, judge]);
  return judged;
}
