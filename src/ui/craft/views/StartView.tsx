import { type ReactNode, useMemo, useState } from 'react';
import type { CraftBearer, CraftTemplate } from '../../../worker/api.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { useAnswer, useCraft, useCraftState } from '../craft-context.ts';
import '../CraftViews.css';
import './StartView.css';

/** What a packet can be crafted from: a template over a bearer, a packet of the capture, pasted bytes. */
export function StartView({ onPaste }: { readonly onPaste: () => void }): ReactNode {
  const { session } = useCraft();
  const { actions } = useApp();
  const packet = useAppState((state) => state.packet);
  const waiting = useCraftState((state) => state.waiting);
  const known = useAnswer('templates', () => session.engine().craftTemplates());
  const edit = actions.find(({ id }) => id === 'craft-packet');
  return (
    <div className="craft-start">
      <header className="craft-start-head">
        <div>
          <h2>Craft a packet</h2>
          <p className="muted">
            Lengths, checksums and digests are worked out as you type; any of them can be pinned to a wrong value
          </p>
        </div>
        <div className="craft-row">
          <button
            type="button"
            className="button"
            disabled={packet === undefined}
            title={packet === undefined ? 'Open a capture first' : undefined}
            onClick={edit?.run}
          >
            {packet === undefined ? 'Edit a packet' : `Edit packet ${packet + 1}`}
          </button>
          <button type="button" className="button" onClick={onPaste}>
            Paste bytes...
          </button>
        </div>
      </header>
      {waiting === undefined ? undefined : (
        <p className="craft-hint" role="status">
          {waiting}
        </p>
      )}
      {known.failure === undefined ? undefined : (
        <p className="craft-fault" role="alert">
          The templates are not known: {known.failure}
        </p>
      )}
      {known.value === undefined ? (
        <p className="craft-empty" role="status">
          {known.failure === undefined ? 'Asking for the templates' : ''}
        </p>
      ) : known.value.templates.length === 0 ? (
        <p className="craft-empty">The engine knows no template yet: edit a packet, or paste bytes</p>
      ) : (
        <Templates templates={known.value.templates} bearers={known.value.bearers} />
      )}
    </div>
  );
}

function Templates({
  templates,
  bearers,
}: {
  readonly templates: readonly CraftTemplate[];
  readonly bearers: readonly CraftBearer[];
}): ReactNode {
  const groups = useMemo(() => {
    const found = new Map<string, CraftTemplate[]>();
    for (const template of templates) found.set(template.group, [...(found.get(template.group) ?? []), template]);
    return found;
  }, [templates]);
  return (
    <div className="craft-groups">
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={group} className="craft-group">
          <h3>{group}</h3>
          <ul>
            {members.map((template) => (
              <Template key={template.id} template={template} bearers={bearers} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Template({
  template,
  bearers,
}: {
  readonly template: CraftTemplate;
  readonly bearers: readonly CraftBearer[];
}): ReactNode {
  const { session } = useCraft();
  const { id, name, doc, bearers: able } = template;
  const [bearer, setBearer] = useState(able[0] ?? '');
  const nameOf = (wanted: string): string => bearers.find((known) => known.id === wanted)?.name ?? wanted;
  return (
    <li className="craft-template">
      <div className="craft-grow">
        <strong>{name}</strong>
        <p className="muted">{doc}</p>
      </div>
      <select
        className="field"
        aria-label={`Bearer of ${name}`}
        title={bearers.find((known) => known.id === bearer)?.doc}
        value={bearer}
        onChange={(event) => setBearer(event.target.value)}
      >
        {able.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        aria-label={`Craft ${name}`}
        onClick={() => void session.openTemplate(id, bearer, name)}
      >
        Craft
      </button>
    </li>
  );
}
