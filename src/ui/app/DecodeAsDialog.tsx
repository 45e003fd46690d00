import { type ReactNode, useId, useState } from 'react';
import type { DecodeAs } from '../../worker/api.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { LineButtons } from '../widgets/LineButtons.tsx';
import { type Candidate, parseKey, TABLES } from './decode-as.ts';
import './DecodeAsDialog.css';

type Table = DecodeAs['table'];

export interface DecodeAsDialogProps {
  readonly choices: readonly DecodeAs[];
  readonly protocols: readonly { readonly id: string; readonly name: string }[];
  /** Keys of the selected packet. */
  readonly candidates: readonly Candidate[];
  readonly onApply: (choices: readonly DecodeAs[]) => void;
  readonly onClose: () => void;
}

interface Line {
  readonly id: number;
  readonly table: Table;
  readonly typed: string;
  readonly protocol: string;
}

const labelOf = (table: Table): string => TABLES.find(({ id }) => id === table)?.label ?? table;

/** A new line takes the keyboard, once. */
const focusOnce = (input: HTMLInputElement | null): void => input?.focus();

/** Which protocol the user wants traffic with a key to be read as. */
export function DecodeAsDialog({ choices, protocols, candidates, onApply, onClose }: DecodeAsDialogProps): ReactNode {
  const first = protocols[0]?.id ?? '';
  const [lines, setLines] = useState<readonly Line[]>(() =>
    choices.map(({ table, key, protocol }, id) => ({ id, table, typed: String(key), protocol })),
  );
  const [nextId, setNextId] = useState(choices.length);
  const [added, setAdded] = useState<number | undefined>(undefined);
  const hint = useId();
  const add = (table: Table, typed: string): void => {
    setLines([...lines, { id: nextId, table, typed, protocol: first }]);
    setNextId(nextId + 1);
    setAdded(nextId);
  };
  const change = (id: number, by: Partial<Line>): void =>
    setLines(lines.map((line) => (line.id === id ? { ...line, ...by } : line)));
  const parsed = lines.map((line) => ({ line, key: parseKey(line.table, line.typed) }));
  const isWhole = parsed.every(({ key }) => key !== undefined);
  const hasWrong = parsed.some(({ line, key }) => key === undefined && line.typed !== '');
  const apply = (): void =>
    onApply(
      parsed.flatMap(({ line: { table, protocol }, key }) => (key === undefined ? [] : [{ table, key, protocol }])),
    );
  const unused = candidates.filter(
    ({ table, key }) => !lines.some((line) => line.table === table && parseKey(table, line.typed) === key),
  );
  return (
    <Dialog
      title="Decode as"
      description="Your choices come before what the tables and guesses say; everything is read anew"
      onClose={onClose}
    >
      {lines.length === 0 ? <p className="muted">No choices yet</p> : undefined}
      {parsed.map(({ line: { id, table, typed, protocol }, key }, at) => (
        <fieldset key={id} className="decode-as-line">
          <legend className="unseen">Choice {at + 1}</legend>
          <select
            className="field"
            aria-label="Table"
            value={table}
            onChange={(event) => change(id, { table: event.target.value as Table })}
          >
            {TABLES.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.label}
              </option>
            ))}
          </select>
          <input
            className="field mono decode-as-key"
            aria-label="Value"
            value={typed}
            aria-invalid={key === undefined && typed !== ''}
            aria-describedby={key === undefined ? hint : undefined}
            ref={id === added ? focusOnce : undefined}
            onChange={(event) => change(id, { typed: event.target.value })}
          />
          <span className="muted">is</span>
          <select
            className="field decode-as-protocol"
            aria-label="Protocol"
            value={protocol}
            onChange={(event) => change(id, { protocol: event.target.value })}
          >
            {protocols.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.name}
              </option>
            ))}
          </select>
          <LineButtons called={`choice ${at + 1}`} onRemove={() => setLines(lines.filter((line) => line.id !== id))} />
        </fieldset>
      ))}
      {isWhole ? undefined : (
        <p id={hint} className={hasWrong ? 'decode-as-hint' : 'muted'}>
          A value is a number, decimal or with 0x, or the name of a media type
        </p>
      )}
      <div className="decode-as-add">
        {unused.map(({ table, key }) => (
          <button key={`${table} ${key}`} type="button" className="button" onClick={() => add(table, String(key))}>
            Add {labelOf(table)} {key}
          </button>
        ))}
        <button type="button" className="button" data-after-lines onClick={() => add('udp.port', '')}>
          Add another
        </button>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button button-primary" disabled={!isWhole} onClick={apply}>
          Apply
        </button>
      </div>
    </Dialog>
  );
}
