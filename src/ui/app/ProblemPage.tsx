import type { ReactNode } from 'react';
import { AlertIcon } from '../widgets/icons.tsx';
import { useArrival } from './use-arrival.ts';
import './ProblemPage.css';

export interface ProblemPageProps {
  readonly title: string;
  /** What happened, in the engine's words. */
  readonly reason: string;
  /** What the user can do. */
  readonly advice: string;
  readonly buttons: readonly { readonly label: string; readonly onClick: () => void }[];
}

const firstButton = (): HTMLElement | null => document.querySelector<HTMLElement>('.problem-buttons > button');

/** Nothing can be shown: says why and what to do about it. */
export function ProblemPage({ title, reason, advice, buttons }: ProblemPageProps): ReactNode {
  useArrival(firstButton);
  return (
    <div className="problem" role="alert">
      <div className="problem-column">
        <AlertIcon />
        <h1 className="problem-title">{title}</h1>
        <p className="problem-reason mono">{reason}</p>
        <p>{advice}</p>
        <div className="problem-buttons">
          {buttons.map(({ label, onClick }, at) => (
            <button
              key={label}
              type="button"
              className={at === 0 ? 'button button-primary' : 'button'}
              onClick={onClick}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
