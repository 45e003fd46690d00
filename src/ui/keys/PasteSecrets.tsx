import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SecretInput } from '../../worker/api.ts';
import { FORMS } from './SecretCard.tsx';
import { type SecretForm, secretsFromLines } from './secret-input.ts';

/** Many secrets at once, one per line: to test whether a server uses a weak one. */
export function PasteSecrets({
  secrets,
  listId,
  onAdd,
  onCancel,
}: {
  readonly secrets: readonly SecretInput[];
  readonly listId: string;
  readonly onAdd: (added: readonly SecretInput[]) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const [text, setText] = useState('');
  const [form, setForm] = useState<SecretForm>('text');
  const [serverId, setServerId] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const { added, repeated, faulty } = secretsFromLines(text, form, serverId === '' ? undefined : serverId, secrets);
  const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return (
    <fieldset className="paste-secrets">
      <legend>Paste many secrets</legend>
      <label className="secret-card-field">
        <span>One secret per line</span>
        <textarea
          ref={area}
          className="mono"
          rows={6}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="secret-card-line">
        <label className="secret-card-field grow">
          <span>Server-ID</span>
          <input
            type="text"
            list={listId}
            value={serverId}
            placeholder="All servers"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setServerId(event.target.value)}
          />
        </label>
        <label className="secret-card-field">
          <span>Form</span>
          <select value={form} onChange={(event) => setForm(event.target.value as SecretForm)}>
            {FORMS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className={`secret-card-reading ${faulty.length === 0 ? '' : 'fault'}`} aria-live="polite">
        {[
          plural(added.length, 'secret'),
          repeated === 0 ? '' : `${repeated} repeated`,
          faulty.length === 0 ? '' : `${plural(faulty.length, 'line')} not ${form === 'hex' ? 'hex' : 'base64'}`,
        ]
          .filter((part) => part !== '')
          .join(', ')}
      </p>
      <div className="keys-actions">
        <button type="button" className="primary" disabled={added.length === 0} onClick={() => onAdd(added)}>
          {`Add ${plural(added.length, 'secret')}`}
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </fieldset>
  );
}
