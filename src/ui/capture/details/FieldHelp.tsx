import { type ReactNode, useMemo } from 'react';
import type { Catalogue, PacketView } from '../../../worker/api.ts';
import { bitMask } from './bit-mask.ts';
import { endOf, lengthText, positionText, sourceOf, startOf, treeModel } from './tree-model.ts';
import { visibleText } from './visible-text.ts';
import './FieldHelp.css';

const SHOWN_CHARACTERS = 300;

/** What the selected field is: names, sentence, section, place and value, in a few lines. */
export function FieldHelp({
  view,
  catalogue,
  row,
}: {
  readonly view: PacketView;
  readonly catalogue: Catalogue;
  readonly row: number | undefined;
}): ReactNode {
  const model = useMemo(() => treeModel(view, catalogue), [view, catalogue]);
  if (row === undefined || row >= model.length) {
    return <p className="field-help empty">Choose a field to read what it is</p>;
  }
  const { label, filter, doc, spec, generated, type } = model.field(row);
  const start = startOf(view, row);
  const end = endOf(view, row);
  const source = view.sources[sourceOf(view, row)];
  const mask = source && bitMask(source.bytes, start, end);
  const value = view.texts[row] ?? '';
  return (
    <section className="field-help" aria-label="About the field">
      <p className="field-help-head">
        <strong>{label}</strong>
        <code>{filter}</code>
        {spec === undefined ? null : <span className="field-help-spec">{`Section ${spec}`}</span>}
        <span className="field-help-place">
          {end > start ? `${positionText(start, end)}, ${lengthText(end - start)}` : 'Takes no bits'}
          {view.sources.length > 1 && end > start ? ` of ${visibleText(source?.label ?? '')}` : ''}
        </span>
      </p>
      {value === '' ? null : (
        <p className="field-help-value">
          {mask === undefined ? null : <code>{mask}</code>}
          <bdi className={type === 'bytes' || type === 'undecoded' ? 'octets' : ''}>
            {visibleText(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}...` : value)}
          </bdi>
          {generated ? <span className="field-help-spec">worked out, not in the packet</span> : null}
        </p>
      )}
      <p className="field-help-doc">{doc ?? (type === 'protocol' ? 'A protocol layer' : 'No description')}</p>
    </section>
  );
}
