import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { messageOf } from '../../../core/base/message-of.ts';
import type { FindInOctets, LookForm, OctetChoice, OctetStep } from '../../../worker/api.ts';
import { matches } from '../../actions/shortcut.ts';
import { useApp } from '../../app/context.ts';
import { saveFile } from '../../app/save-file.ts';
import type { ShownOctets } from '../../state/shell.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { counted } from '../../widgets/signs.ts';
import { copyText } from '../details/copy-text.ts';
import { visibleText } from '../details/visible-text.ts';
import { FindField } from './FindField.tsx';
import { type LineWindow, OctetText } from './OctetText.tsx';
import { FORMS, formLabel, isText } from './octet-words.ts';
import { RangeFields } from './RangeFields.tsx';
import { StepList } from './StepList.tsx';
import { useLook } from './use-look.ts';
import './ShowOctets.css';

/** Octets whose text is put on the clipboard at most. */
const MOST_COPIED = 1024 * 1024;
/** Octets that are handed to the dialog for pasted bytes at most: it shows all of them in a field. */
const MOST_OPENED = 64 * 1024;

const NOTHING_LOOKED_FOR: FindInOctets = { kind: 'text', text: '', isCaseSensitive: false };

export interface ShowOctetsProps {
  readonly octets: ShownOctets;
  readonly onClose: () => void;
}

/** Octets of a packet decoded further, and shown as text, dump, bits or code. */
export function ShowOctetsDialog({ octets, onClose }: ShowOctetsProps): ReactNode {
  const { store, session } = useApp();
  const { bytes, name } = octets;
  const [range, setRange] = useState({ start: octets.start, end: octets.end });
  const [steps, setSteps] = useState<readonly OctetStep[]>([]);
  const [form, setForm] = useState<LookForm>('ascii');
  const [find, setFind] = useState(NOTHING_LOOKED_FOR);
  const [shown, setShown] = useState<LineWindow>();
  const [place, setPlace] = useState(0);
  const [said, setSaid] = useState('');
  const findInput = useRef<HTMLInputElement>(null);
  const wish = useMemo(
    () => shown && { ...range, steps, form, find: find.text === '' ? undefined : find, ...shown },
    [range, steps, form, find, shown],
  );
  const { look, fault } = useLook(session.engine, bytes, wish);
  const answer = look?.answer;
  const found = answer?.found;
  const count = found?.length ?? 0;
  const current = Math.min(place, Math.max(0, count - 1));

  // Whatever is looked for anew is shown from its first place on.
  const [revealed, setRevealed] = useState<{ readonly key: string; readonly line: number }>();
  const foundKey = `${look?.wish.find?.kind} ${look?.wish.find?.text} ${look?.wish.find?.isCaseSensitive} ${current}`;
  const line = found?.[current];
  if (line !== undefined && (revealed?.key !== foundKey || revealed.line !== line))
    setRevealed({ key: foundKey, line });

  const step = (direction: 1 | -1): void => {
    if (count > 0) setPlace((current + direction + count) % count);
  };
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (matches('Ctrl+F', event)) {
      findInput.current?.focus();
      findInput.current?.select();
    } else if (matches('F3', event)) step(1);
    else if (matches('Shift+F3', event)) step(-1);
    else return;
    event.preventDefault();
  });
  // Wherever in the dialog the keyboard is, and where it is nowhere.
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const choice: OctetChoice = { ...range, steps };
  const size = answer?.octets ?? 0;
  const take = (
    as: 'octets' | 'text' | 'safe text',
    then: (taken: Uint8Array<ArrayBuffer>) => void | Promise<void>,
  ) => {
    const { octetsAs } = session.engine();
    octetsAs(choice, form, as)
      .then((taken) => taken && then(taken.slice()))
      .catch((error) => setSaid(messageOf(error)));
  };
  const copy = (): void => {
    if (size > MOST_COPIED) {
      setSaid('More than 1 MiB is not copied: save it as a file');
      return;
    }
    take('safe text', async (text) => {
      const isDone = await copyText(new TextDecoder().decode(text));
      setSaid(isDone ? `Copied: ${counted(size, 'octet')} as ${formLabel(form)}` : 'The browser refused to copy');
    });
  };
  const save = (as: 'octets' | 'text'): void =>
    take(as, (content) =>
      saveFile(new Blob([content]), `octets-${range.start}-${range.end - 1}.${as === 'octets' ? 'bin' : 'txt'}`),
    );
  const open = (): void => {
    if (size > MOST_OPENED) {
      setSaid('More than 64 KiB are not opened from here: save the octets as a file, and open that');
      return;
    }
    session
      .engine()
      .octetsAs(choice, 'dump', 'text')
      .then((dump) => dump && store.getState().showPaste(new TextDecoder().decode(dump)))
      .catch((error) => setSaid(messageOf(error)));
  };

  const misfits = answer?.misfits;
  return (
    <Dialog title="Show octets" description={visibleText(name)} size="large" onClose={onClose}>
      <div className="octets">
        <div className="octets-choices">
          <RangeFields range={range} total={bytes.length} onChange={setRange} />
          <StepList
            steps={steps}
            outcomes={look?.wish.steps === steps ? look.answer.outcomes : []}
            onChange={(changed) => {
              // Septets are characters of the alphabet that is packed so.
              if (changed.at(-1)?.kind === 'septets' && steps.at(-1)?.kind !== 'septets' && isText(form))
                setForm('gsm');
              setSteps(changed);
            }}
          />
        </div>
        <div className="octets-shown">
          <div className="octets-bar">
            <label className="octets-form">
              Show as
              <select className="field" value={form} onChange={(event) => setForm(event.target.value as LookForm)}>
                {FORMS.map(({ label, forms }) => (
                  <optgroup key={label} label={label}>
                    {forms.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.label}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </label>
            <FindField
              input={findInput}
              find={find}
              count={count}
              current={current}
              isMore={answer?.isMoreFound ?? false}
              fault={answer?.findFault}
              onChange={(changed) => {
                setFind(changed);
                setPlace(0);
              }}
              onStep={step}
            />
          </div>
          <OctetText
            label={`Octets as ${formLabel(look?.wish.form ?? form)}`}
            total={answer?.total ?? 0}
            from={answer?.from ?? 0}
            lines={answer?.lines ?? []}
            digits={Math.max(4, Math.max(0, size - 1).toString(16).length)}
            current={current}
            reveal={revealed}
            isWaiting={look === undefined || look.wish !== wish}
            onWindow={setShown}
          />
          <p className="octets-state" role="status">
            {fault === undefined ? (
              <>
                {answer === undefined ? 'Reading' : counted(size, 'octet')}
                {misfits === undefined ? undefined : (
                  <span className="octets-problem">
                    {counted(misfits.count, 'octet', 'octets')} {misfits.count === 1 ? 'is' : 'are'} no{' '}
                    {formLabel(look?.wish.form ?? form)}, the first at octet {misfits.first}
                  </span>
                )}
              </>
            ) : (
              <span className="octets-problem">The engine gave no answer: {fault}</span>
            )}
            <span className="octets-said">{said}</span>
          </p>
        </div>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" disabled={size === 0} onClick={open}>
          Open as capture...
        </button>
        <button type="button" className="button" disabled={size === 0} onClick={() => save('octets')}>
          Save octets
        </button>
        <button type="button" className="button" disabled={size === 0} onClick={() => save('text')}>
          Save text
        </button>
        <button type="button" className="button button-primary" disabled={size === 0} onClick={copy}>
          Copy
        </button>
      </div>
    </Dialog>
  );
}
