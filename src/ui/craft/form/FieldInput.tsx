import { type ReactNode, useEffect, useState } from 'react';
import type { CraftNode } from '../../../worker/api.ts';
import { inBase, isHex, isOn } from './form-rows.ts';

export interface FieldInputProps {
  readonly id: string;
  readonly node: CraftNode;
  readonly label: string;
  /** What was typed and not taken over. */
  readonly draft: string | undefined;
  readonly hasFault: boolean;
  readonly describedBy: string | undefined;
  /** Changes when the value was changed by undo: what is being typed gives way. */
  readonly revision: number;
  /** In which base a number is shown; undefined leaves it as it stands in the description. */
  readonly base: 'dec' | 'hex' | undefined;
  readonly onBase: (base: 'dec' | 'hex') => void;
  readonly onSet: (text: string) => void;
  readonly onDocument: () => void;
}

/** The input of one value, by its kind. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { id, node, hasFault, describedBy, onSet } = props;
  const shared = { id, 'aria-invalid': hasFault || undefined, 'aria-describedby': describedBy } as const;
  switch (node.kind) {
    case 'layer':
    case 'group':
      return null;
    case 'bool':
      return (
        <span className="form-flag">
          <input
            {...shared}
            type="checkbox"
            checked={isOn(props.draft ?? node.text)}
            onChange={(event) => onSet(flagText(node.text, event.target.checked))}
          />
          <Choices {...props} />
        </span>
      );
    case 'document':
      return (
        <span className="form-document">
          <button {...shared} type="button" className="button form-button" onClick={props.onDocument}>
            Edit as XML
          </button>
          <code className="form-preview">{node.text.slice(0, 120)}</code>
        </span>
      );
    case 'uint':
      return (
        <span className="form-number">
          <Typed {...props} attributes={shared} isMono />
          <BaseButton {...props} />
          <Choices {...props} />
        </span>
      );
    case 'bytes':
    case 'address':
      return <Typed {...props} attributes={shared} isMono />;
    case 'text':
      return <Typed {...props} attributes={shared} isMono={false} />;
  }
}

/** A flag in the words that the description has for it. */
function flagText(before: string, isChecked: boolean): string {
  if (/^(0x)?\d+$/i.test(before.trim())) return isChecked ? '1' : '0';
  return isChecked ? 'true' : 'false';
}

interface Attributes {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

/** Shows what is being typed as it was typed, until the keyboard goes elsewhere. */
function Typed({
  node,
  draft,
  revision,
  base,
  onSet,
  attributes,
  isMono,
}: FieldInputProps & { readonly attributes: Attributes; readonly isMono: boolean }): ReactNode {
  const [typing, setTyping] = useState<string>();
  const shown = base === undefined ? undefined : inBase(node.text, base, node.end - node.start);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo takes back what is being typed
  useEffect(() => setTyping(undefined), [revision]);
  return (
    <input
      {...attributes}
      type="text"
      className={isMono ? 'form-input mono' : 'form-input'}
      spellCheck={false}
      autoComplete="off"
      value={typing ?? draft ?? shown ?? node.text}
      onChange={(event) => {
        setTyping(event.target.value);
        onSet(event.target.value);
      }}
      onBlur={() => setTyping(undefined)}
    />
  );
}

function BaseButton({ node, label, base, onBase }: FieldInputProps): ReactNode {
  const now = base ?? (isHex(node.text) ? 'hex' : 'dec');
  const words = now === 'hex' ? 'decimal' : 'hexadecimal';
  return (
    <button
      type="button"
      className="form-base"
      title={`Show in ${words}`}
      aria-label={`${label}: show in ${words}`}
      onClick={() => onBase(now === 'hex' ? 'dec' : 'hex')}
    >
      {now === 'hex' ? '10' : '0x'}
    </button>
  );
}

function Choices({ node, label, draft, onSet }: FieldInputProps): ReactNode {
  const { choices } = node;
  if (choices === undefined || choices.length === 0) return null;
  const text = (draft ?? node.text).trim();
  const now = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : node.kind === 'bool' ? Number(isOn(text)) : undefined;
  const chosen = choices.find(({ value }) => value === now);
  return (
    <select
      className="form-choices"
      aria-label={`${label}, named values`}
      value={chosen === undefined ? '' : String(chosen.value)}
      onChange={(event) => {
        if (event.target.value === '') return;
        onSet(node.kind === 'bool' ? flagText(node.text, event.target.value !== '0') : event.target.value);
      }}
    >
      {chosen === undefined ? <option value="">no name</option> : undefined}
      {choices.map(({ value, name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
