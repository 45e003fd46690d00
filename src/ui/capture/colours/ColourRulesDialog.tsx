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
  /** What has the keyboard once the changed list stands: the element that had it, or the filter of the first rule. */
  const wanted = useRef<HTMLElement | 'first' | undefined>(undefined);
  useLayoutEffect(() => {
    const element =
      wanted.current === 'first'
        ? list.current?.querySelector<HTMLElement>('.colour-rule-filter')
        : isUsable(wanted.current)
          ? wanted.current
          : list.current?.closest('[role="dialog"]')?.querySelector<HTMLElement>('[data-add-rule]');
    if (wanted.current !== undefined) element?.focus();
    wanted.current = undefined;
  });

  const set = (changed: readonly Line[]): void => {
    setLines(changed);
    onColours({ ...colours, rules: changed.map(({ rule }) => rule) });
  };
  const focused = (): HTMLElement | undefined =>
    document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  const change = (key: number, part: Partial<ColourRule>): void =>
    set(lines.map((line) => (line.key === key ? { key, rule: { ...line.rule, ...part } } : line)));
  const move = (at: number, step: 1 | -1): void => {
    // A line that moves in the page loses the keyboard.
    wanted.current = focused();
    set(moved(lines, at, step));
  };
  const remove = (key: number): void => {
    wanted.current = focused();
    set(lines.filter((line) => line.key !== key));
  };
  const add = (): void => {
    wanted.current = 'first';
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
        <button type="button" className="button" data-add-rule disabled={lines.length >= MOST_RULES} onClick={add}>
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
            isFirst={at === 0}
            isLast={at === lines.length - 1}
            analyse={analyse}
            onChange={(part) => change(key, part)}
            onMove={(step) => move(at, step)}
            onRemove={() => remove(key)}
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

/** A line that is gone, or a button that has nothing to do any more, takes no keyboard. */
const isUsable = (element: HTMLElement | 'first' | undefined): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && !element.matches(':disabled');
