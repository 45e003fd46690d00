import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { SecretInput } from '../../worker/api.ts';
import { faultOf, octetCount, readNonce, readSecret, type SecretForm, withPart } from './secret-input.ts';

export const FORMS: readonly { readonly id: SecretForm; readonly label: string }[] = [
  { id: 'text', label: 'Text' },
  { id: 'hex', label: 'Hex' },
  { id: 'base64', label: 'Base64' },
];

/** One secret: what it is, which server it belongs to, and the parts that DM 1.2 needs besides. */
export function SecretCard({
  secret,
  number,
  listId,
  focus,
  onChange,
  onRemove,
}: {
  readonly secret: SecretInput;
  readonly number: number;
  readonly listId: string;
  readonly focus: boolean;
  readonly onChange: (secret: SecretInput) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [more, setMore] = useState(secret.nonce !== undefined || secret.accountName !== undefined);
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  const reading = readSecret(secret.form, secret.typed);
  const fault = faultOf(reading);
  const nonceFault = secret.nonce === undefined ? undefined : faultOf(readNonce(secret.nonce));
  const nonce = secret.nonce === undefined ? undefined : readNonce(secret.nonce);
  return (
    <fieldset className="secret-card">
      <legend>{`Secret ${number}`}</legend>
      <div className="secret-card-line">
        <label className="secret-card-field grow">
          <span>Secret</span>
          <span className="secret-card-typed">
            <input
              ref={input}
              className="mono"
              type={shown ? 'text' : 'password'}
              value={secret.typed}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              // Password managers offer to keep what looks like a login: this is none.
              data-1p-ignore=""
              data-lpignore="true"
              aria-invalid={fault !== undefined}
              aria-describedby={`${id}-reading`}
              onChange={(event) => onChange({ ...secret, typed: event.target.value })}
            />
            <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? 'Hide' : 'Show'}
            </button>
          </span>
        </label>
        <label className="secret-card-field">
          <span>Form</span>
          <select
            value={secret.form}
            onChange={(event) => onChange({ ...secret, form: event.target.value as SecretForm })}
          >
            {FORMS.map((form) => (
              <option key={form.id} value={form.id}>
                {form.label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p
        id={`${id}-reading`}
        className={`secret-card-reading ${fault === undefined ? '' : 'fault'}`}
        aria-live="polite"
      >
        {'octets' in reading
          ? reading.octets === 0
            ? 'Empty: checked as the empty secret'
            : octetCount(reading.octets)
          : `${reading.fault}; not used until it is right`}
      </p>
      <label className="secret-card-field">
        <span>Server-ID</span>
        <input
          type="text"
          list={listId}
          value={secret.serverId ?? ''}
          placeholder="All servers"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(withPart(secret, 'serverId', event.target.value))}
        />
      </label>
      {more ? (
        <div className="secret-card-more">
          <label className="secret-card-field">
            <span>Server nonce, hex</span>
            <input
              className="mono"
              type="text"
              value={secret.nonce ?? ''}
              placeholder="None"
              autoComplete="off"
              spellCheck={false}
              aria-invalid={nonceFault !== undefined}
              aria-describedby={`${id}-nonce`}
              onChange={(event) => onChange(withPart(secret, 'nonce', event.target.value))}
            />
          </label>
          <label className="secret-card-field">
            <span>Account name</span>
            <input
              type="text"
              value={secret.accountName ?? ''}
              placeholder="None"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange(withPart(secret, 'accountName', event.target.value))}
            />
          </label>
          <p
            id={`${id}-nonce`}
            className={`secret-card-reading ${nonceFault === undefined ? '' : 'fault'}`}
            aria-live="polite"
          >
            {nonce === undefined
              ? 'Both are for DM 1.2 only'
              : 'octets' in nonce
                ? `Nonce of ${octetCount(nonce.octets)}`
                : nonceFault}
          </p>
        </div>
      ) : null}
      <div className="secret-card-actions">
        {more ? null : (
          <button type="button" className="quiet" onClick={() => setMore(true)}>
            Nonce and account name (DM 1.2)
          </button>
        )}
        <button type="button" className="quiet remove" aria-label={`Remove secret ${number}`} onClick={onRemove}>
          Remove
        </button>
      </div>
    </fieldset>
  );
}
