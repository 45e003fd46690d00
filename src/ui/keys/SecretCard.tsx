import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { SecretInput } from '../../worker/api.ts';
import { faultOf, imsiFault, octetCount, readNonce, readSecret, type SecretForm, withPart } from './secret-input.ts';

export const FORMS: readonly { readonly id: SecretForm; readonly label: string }[] = [
  { id: 'text', label: 'Text' },
  { id: 'hex', label: 'Hex' },
  { id: 'base64', label: 'Base64' },
];

type Part = 'nonce' | 'accountName' | 'pin' | 'imsi';

/** What few secrets have, with one sentence on what it is good for. */
const PARTS: readonly {
  readonly part: Part;
  readonly label: string;
  readonly says: string;
  readonly isMono: boolean;
}[] = [
  { part: 'nonce', label: 'Server nonce, hex', says: 'Goes into the digest of DM 1.2 notifications', isMono: true },
  {
    part: 'accountName',
    label: 'Account name',
    says: 'Stands in for the Server-ID in one reading of the DM 1.2 digest',
    isMono: false,
  },
  { part: 'pin', label: 'PIN', says: 'Protects client provisioning by USERPIN and USERNETWPIN', isMono: true },
  { part: 'imsi', label: 'IMSI', says: 'Protects client provisioning by NETWPIN and USERNETWPIN', isMono: true },
];

function partFault(part: Part, typed: string): string | undefined {
  if (part === 'nonce') return faultOf(readNonce(typed));
  return part === 'imsi' ? imsiFault(typed) : undefined;
}

/** One secret: what it is, which server it belongs to, and the parts that DM 1.2 and provisioning need besides. */
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
  /** With the button that asks for it. */
  readonly onRemove: (button: HTMLElement) => void;
}): ReactNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [more, setMore] = useState(() => PARTS.some(({ part }) => secret[part] !== undefined));
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  const reading = readSecret(secret.form, secret.typed);
  const fault = faultOf(reading);
  const isPinOnly = secret.typed === '' && (secret.pin !== undefined || secret.imsi !== undefined);
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
            ? isPinOnly
              ? 'Empty: the PIN and IMSI below are used for provisioning'
              : 'Empty: checked as the empty secret'
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
          {PARTS.map(({ part, label, says, isMono }) => {
            const typed = secret[part] ?? '';
            const wrong = partFault(part, typed);
            return (
              <div key={part} className="secret-card-part">
                <label className="secret-card-field">
                  <span>{label}</span>
                  <input
                    className={isMono ? 'mono' : undefined}
                    type="text"
                    value={typed}
                    placeholder="None"
                    autoComplete="off"
                    spellCheck={false}
                    data-1p-ignore=""
                    data-lpignore="true"
                    aria-invalid={wrong !== undefined}
                    aria-describedby={`${id}-${part}`}
                    onChange={(event) => onChange(withPart(secret, part, event.target.value))}
                  />
                </label>
                <p
                  id={`${id}-${part}`}
                  className={`secret-card-reading ${wrong === undefined ? '' : 'fault'}`}
                  aria-live="polite"
                >
                  {wrong === undefined ? says : `${wrong}; the secret is not used until it is right`}
                </p>
              </div>
            );
          })}
        </div>
      ) : null}
      <div className="secret-card-actions">
        {more ? null : (
          <button type="button" className="quiet" onClick={() => setMore(true)}>
            More: nonce, account name, PIN, IMSI
          </button>
        )}
        <button
          type="button"
          className="quiet remove"
          aria-label={`Remove secret ${number}`}
          data-removes
          onClick={(event) => onRemove(event.currentTarget)}
        >
          Remove
        </button>
      </div>
    </fieldset>
  );
}
