import { type ReactNode, useId, useState } from 'react';
import type { SecretInput } from '../../worker/api.ts';
import { passFocusOn } from '../widgets/pass-focus-on.ts';
import { PasteSecrets } from './PasteSecrets.tsx';
import { SecretCard } from './SecretCard.tsx';
import './KeysPanel.css';

export interface KeysPanelProps {
  readonly secrets: readonly SecretInput[];
  readonly onChange: (secrets: readonly SecretInput[]) => void;
  /** Server-IDs seen in the capture, offered for completion. */
  readonly serverIds: readonly string[];
}

/** The shared secrets that digests are checked with. */
export function KeysPanel({ secrets, onChange, serverIds }: KeysPanelProps): ReactNode {
  const [pasting, setPasting] = useState(false);
  // The card that was just added takes the focus; the others must not when the list changes.
  const [fresh, setFresh] = useState<number>();
  const listId = useId();
  const add = (): void => {
    setFresh(secrets.length);
    onChange([...secrets, { form: 'text', typed: '' }]);
  };
  return (
    <section className="keys-panel" aria-label="Secrets">
      <p className="keys-promise">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="3" y="7" width="10" height="7" rx="1.5" />
          <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
        </svg>
        Secrets stay in the memory of this page. They are not stored, not put into links, and never leave the page,
        which is barred from connecting to other places. Closing or reloading the page forgets them.
      </p>
      <datalist id={listId}>
        {[...new Set(serverIds)].map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      {secrets.length === 0 ? (
        <p className="keys-empty">
          No secrets. Add the one that server and device share, and every digest of the capture is checked with it.
        </p>
      ) : (
        <ol className="keys-list">
          {secrets.map((secret, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: secrets have no identity but their place, and two may be the same
            <li key={index}>
              <SecretCard
                secret={secret}
                number={index + 1}
                listId={listId}
                focus={fresh === index}
                onChange={(next) => onChange(secrets.map((old, at) => (at === index ? next : old)))}
                onRemove={(button) => {
                  // The last card goes with its button; another one becomes that of the next secret.
                  if (index === secrets.length - 1) passFocusOn(button);
                  setFresh(undefined);
                  onChange(secrets.filter((_, at) => at !== index));
                }}
              />
            </li>
          ))}
        </ol>
      )}
      <div className="keys-actions" data-lines>
        <button type="button" className="primary" data-after-lines onClick={add}>
          Add secret
        </button>
        <button type="button" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          Paste many...
        </button>
        {secrets.length > 1 ? (
          <button
            type="button"
            className="quiet"
            onClick={(event) => {
              passFocusOn(event.currentTarget);
              onChange([]);
            }}
          >
            {`Remove all ${secrets.length}`}
          </button>
        ) : null}
      </div>
      {pasting ? (
        <PasteSecrets
          secrets={secrets}
          listId={listId}
          onAdd={(added) => {
            onChange([...secrets.filter(({ typed }) => typed !== ''), ...added]);
            setPasting(false);
          }}
          onCancel={() => setPasting(false)}
        />
      ) : null}
    </section>
  );
}
