import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { FilterAnalysis } from '../../../worker/api.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { ColourRuleLine } from './ColourRuleLine.tsx';
import type { ColourRule, Colours } from './colour-rule.ts';
import { MOST_RULES, moved, newRule, rulesOf } from './rule-list.ts';
import './ColourRulesDialog.css';

export interface ColourRulesDialogProps {
  readonly colours: Colours;
  readonly analyse: (text: string, cursor: number) => Promise<FilterAnalysis | undefined>;
  /** What the rules say of the selected packet; undefined while that is not known. */
  readonly verdict: string | undefined;
  readonly onColours: (colours: Colours) => void;
  readonly onClose: () => void;
}

/** A rule with the number that its line keeps wherever it moves. */
interface Line {
  readonly key: number;
  readonly rule: ColourRule;
}

const linesOf = (colours: Colours): readonly Line[] => rulesOf(colours).map((rule, key) => ({ key, rule }));

/** All colour rules: use, name, filter, colours, order. What is changed holds at once. */
export function ColourRulesDialog(props: ColourRulesDialogProps): ReactNode {
  const { colours, analyse, verdict, onColours, onClose } = props;
  const [lines, setLines] = useState(() => linesOf(colours));
  const nextKey = useRef(lines.length);
  const list = useRef<HTMLUListElement>(null);
  const isAdded = useRef(false);
  useLayoutEffect(() => {
    if (isAdded.current) list.current?.querySelector<HTMLElement>('.colour-rule-filter')?.focus();
    isAdded.current = false;
  });

  const set = (changed: readonly Line[]): void => {
    setLines(changed);
    onColours({ ...colours, rules: changed.map(({ rule }) => rule) });
  };
  const change = (key: number, part: Partial<ColourRule>): void =>
    set(lines.map((line) => (line.key === key ? { key, rule: { ...line.rule, ...part } } : line)));
  const add = (): void => {
    isAdded.current = true;
    const rules = lines.map(({ rule }) => rule);
    set([{ key: nextKey.current++, rule: newRule('New rule', '', rules) }, ...lines]);
  };
  const reset = (): void => {
    const usual = { ...colours, rules: undefined };
    onColours(usual);
    setLines(rulesOf(usual).map((rule) => ({ key: nextKey.current++, rule })));
  };
  return (
    <Dialog
      title="Colour rules"
      description="The first rule whose filter a packet matches colours its row; they are kept on this device"
      size="wide"
      onClose={onClose}
    >
      <div className="colour-rules-head">
        <label className="colour-rules-switch">
          <input
            type="checkbox"
            checked={colours.isOn}
            onChange={(event) => onColours({ ...colours, isOn: event.target.checked })}
          />
          Colour rows by these rules
        </label>
        <button type="button" className="button" data-after-lines disabled={lines.length >= MOST_RULES} onClick={add}>
          Add rule
        </button>
      </div>
      {lines.length === 0 ? <p className="muted">No rules: all rows look alike</p> : undefined}
      <ul ref={list} className={`colour-rules-list${colours.isOn ? '' : ' colour-rules-off'}`}>
        {lines.map(({ key, rule }, at) => (
          <ColourRuleLine
            key={key}
            rule={rule}
            number={at + 1}
            count={lines.length}
            analyse={analyse}
            onChange={(part) => change(key, part)}
            onMove={(step) => set(moved(lines, at, step))}
            onRemove={() => set(lines.filter((line) => line.key !== key))}
          />
        ))}
      </ul>
      <div className="dialog-foot">
        <p className="colour-rules-verdict" role="status">
          {verdict}
        </p>
        <button type="button" className="button" disabled={colours.rules === undefined} onClick={reset}>
          Usual rules
        </button>
        <button type="button" className="button button-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
