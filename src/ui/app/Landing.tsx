import type { ReactNode } from 'react';
import { grouped } from '../widgets/grouped.ts';
import { FileIcon, FolderIcon, PasteIcon, ShieldIcon } from '../widgets/icons.tsx';
import { Logo } from './Logo.tsx';
import type { Sample } from './samples.ts';
import './Landing.css';

export interface LandingProps {
  readonly samples: readonly Sample[];
  readonly moreSamples: readonly Sample[];
  readonly onOpen: () => void;
  readonly onPaste: () => void;
  readonly onSample: (sample: Sample) => void;
  /** A capture of the last visit that only the user can open again. */
  readonly before: { readonly name: string; readonly packet: number | undefined } | undefined;
}

/** What the app is, and every way into it. */
export function Landing({ samples, moreSamples, onOpen, onPaste, onSample, before }: LandingProps): ReactNode {
  return (
    <div className="landing">
      <div className="landing-column">
        <div className="landing-head">
          <Logo size={40} />
          <div>
            <h1 className="landing-title">Look into OMA push, down to the bit</h1>
            <p className="landing-text">
              Pushscope reads captures of push and device management notifications, names every field of every layer and
              checks digests and rules of the specifications. It runs in this page alone, online or offline.
            </p>
          </div>
        </div>
        {before === undefined ? undefined : (
          <p className="landing-before" role="status">
            <FileIcon />
            <span>
              {before.packet === undefined ? 'You had' : `You were at packet ${grouped(before.packet + 1)} of`}{' '}
              <strong>{before.name}</strong>: a page may not open a file by itself
            </span>
            <button type="button" className="button" onClick={onOpen}>
              Open it again...
            </button>
          </p>
        )}
        <section className="landing-drop" aria-label="Open a capture">
          <p className="landing-drop-title">Drop a capture here, or paste bytes anywhere</p>
          <p className="muted">pcap, pcapng, also gzipped; hex dumps, base64, log lines</p>
          <div className="landing-buttons">
            <button type="button" className="button button-primary" onClick={onOpen}>
              <FolderIcon /> Open file...
            </button>
            <button type="button" className="button" onClick={onPaste}>
              <PasteIcon /> Paste bytes...
            </button>
          </div>
          <p className="landing-promise">
            <ShieldIcon /> The file stays on this machine: nothing is uploaded
          </p>
        </section>
        <section aria-label="Samples">
          <h2 className="landing-heading">Or start with a sample</h2>
          <SampleCards samples={samples} onSample={onSample} />
        </section>
        <details className="landing-more">
          <summary>More samples, one for each bearer</summary>
          <SampleCards samples={moreSamples} onSample={onSample} />
        </details>
      </div>
    </div>
  );
}

function SampleCards({ samples, onSample }: Pick<LandingProps, 'samples' | 'onSample'>): ReactNode {
  return (
    <ul className="landing-samples">
      {samples.map((sample) => (
        <li key={sample.id}>
          <button type="button" className="landing-sample" onClick={() => onSample(sample)}>
            <span className="landing-sample-title">{sample.title}</span>
            <span className="landing-sample-text">{sample.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
