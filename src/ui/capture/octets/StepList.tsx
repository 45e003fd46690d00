import { type ReactNode, useEffect, useRef } from 'react';
import type { OctetStep, StepKind, StepOutcome } from '../../../worker/api.ts';
import { AlertIcon, CloseIcon } from '../../widgets/icons.tsx';
import { counted } from '../../widgets/signs.ts';
import { STEPS, stepOf } from './octet-words.ts';

/** Steps that can stand one behind the other. */
const MOST_STEPS = 6;

export interface StepListProps {
  readonly steps: readonly OctetStep[];
  /** What came of them; fewer while the answer is on its way. */
  readonly outcomes: readonly StepOutcome[];
  readonly onChange: (steps: readonly OctetStep[]) => void;
}

/** What is done to the octets, one step behind the other, each with what came of it. */
export function StepList({ steps, outcomes, onChange }: StepListProps): ReactNode {
  const list = useRef<HTMLFieldSetElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const isAdded = useRef(false);
  const { length } = steps;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who has added a step goes on to choose it
  useEffect(() => {
    if (isAdded.current) [...(list.current?.querySelectorAll('select') ?? [])].at(-1)?.focus();
    isAdded.current = false;
  }, [length]);
  const put = (at: number, step: OctetStep): void => onChange(steps.map((other, i) => (i === at ? step : other)));
  return (
    <fieldset className="octets-part" ref={list}>
      <legend className="octets-legend">Decode step by step</legend>
      {length === 0 ? <p className="muted">Shown as they are</p> : undefined}
      <ol className="octets-steps">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the chain
          <li key={at} className="octets-step">
            <div className="octets-step-line">
              <select
                className="field octets-step-kind"
                aria-label={`Step ${at + 1}`}
                value={step.kind}
                onChange={(event) => put(at, { kind: event.target.value as StepKind, count: 0 })}
              >
                {STEPS.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
              <button
                type="button"
                className="button button-plain button-icon"
                aria-label={`Remove step ${at + 1}`}
                title="Remove"
                onClick={() => {
                  // The button goes with its step, and the keyboard must not be lost with it.
                  adder.current?.focus();
                  onChange(steps.filter((_, i) => i !== at));
                }}
              >
                <CloseIcon />
              </button>
            </div>
            <StepCount step={step} onChange={(count) => put(at, { ...step, count })} />
            <Outcome outcome={outcomes[at]} />
          </li>
        ))}
      </ol>
      <button
        ref={adder}
        type="button"
        className="button"
        disabled={length >= MOST_STEPS}
        onClick={() => {
          isAdded.current = true;
          onChange([...steps, { kind: 'base64', count: 0 }]);
        }}
      >
        Add step
      </button>
    </fieldset>
  );
}

function StepCount({
  step: { kind, count },
  onChange,
}: {
  readonly step: OctetStep;
  readonly onChange: (count: number) => void;
}): ReactNode {
  const label = stepOf(kind)?.count;
  if (label === undefined) return undefined;
  return (
    <label className="octets-count">
      {label}
      <input
        className="field"
        type="number"
        min={0}
        max={kind === 'septets' ? 6 : undefined}
        value={count}
        onChange={({ target }) =>
          onChange(Number.isFinite(target.valueAsNumber) ? Math.trunc(target.valueAsNumber) : 0)
        }
      />
    </label>
  );
}

function Outcome({ outcome }: { readonly outcome: StepOutcome | undefined }): ReactNode {
  if (outcome === undefined) return undefined;
  const { octets, problem } = outcome;
  const size = counted(octets, 'octet');
  if (problem === undefined) return <p className="octets-outcome">{size}</p>;
  return (
    <p className="octets-outcome octets-problem">
      <AlertIcon />
      <span>
        {problemText(problem)}
        <span className="octets-outcome-size">{octets === 0 ? 'nothing comes before' : `${size} shown`}</span>
      </span>
    </p>
  );
}

/** `At octet 4: this is no digit of base64`. */
function problemText({ message, at }: NonNullable<StepOutcome['problem']>): string {
  const text = at === undefined ? message : `at octet ${at}: ${message}`;
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
