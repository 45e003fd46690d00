import { Tabs } from 'radix-ui';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { PacketView } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { copyAs, type OnAction } from '../details/actions.ts';
import type { BitRange } from '../details/BytesPane.tsx';
import { visibleText } from '../details/visible-text.ts';
import { DocumentText } from './DocumentText.tsx';
import { type DocumentModel, documentModel, partOver } from './document-model.ts';
import './DocumentPanel.css';

export interface DocumentPanelProps {
  readonly view: PacketView;
  /** Bits that are selected, and that the pointer is over, in any pane. */
  readonly selected: BitRange | undefined;
  readonly hovered: BitRange | undefined;
  readonly onSelectBits: (bits: BitRange) => void;
  readonly onHoverBits: (bits: BitRange | undefined) => void;
  readonly lineHeight: number;
  readonly onAction?: OnAction | undefined;
}

/** The documents of a packet as text, each part tied to its octets. */
export function DocumentPanel(props: DocumentPanelProps): ReactNode {
  const { view, selected, hovered, onAction } = props;
  const [chosen, setChosen] = useState({ view, index: 0 });
  const models = useMemo(() => view.documents.map(lazily), [view]);
  const index = chosen.view === view ? chosen.index : 0;
  const model = models[index]?.();

  // What is selected elsewhere may lie in another document: that one comes to the front, once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection brings another document
  useEffect(() => {
    if (selected === undefined || (model !== undefined && partOfBits(model, selected) >= 0)) return;
    const other = models.findIndex((lazy) => partOfBits(lazy(), selected) >= 0);
    if (other >= 0 && other !== index) setChosen({ view, index: other });
  }, [selected, models]);

  if (model === undefined) return null;
  const { document, lines } = model;
  return (
    <Tabs.Root
      className="document-panel"
      value={String(index)}
      onValueChange={(value) => setChosen({ view, index: Number(value) })}
    >
      <div className="document-panel-bar">
        <Tabs.List className="document-panel-tabs" aria-label="Documents of the packet">
          {titlesOf(view).map((title, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document is its place in the list
            <Tabs.Trigger key={at} className="document-panel-tab" value={String(at)}>
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <span className="document-panel-size">{`${grouped(lines)} ${lines === 1 ? 'line' : 'lines'}`}</span>
        <button
          type="button"
          className="document-panel-copy"
          // What is copied is the document as it is: a parser has to read it, so nothing in it is changed.
          onClick={() => copyAs('the document as XML', document.text, onAction)}
        >
          Copy XML
        </button>
      </div>
      <Tabs.Content className="document-panel-content" value={String(index)} tabIndex={-1}>
        <DocumentText
          key={index}
          model={model}
          selected={selected === undefined ? -1 : partOfBits(model, selected)}
          hovered={hovered === undefined ? -1 : partOfBits(model, hovered)}
          onSelect={(bits) => props.onSelectBits({ ...bits, source: document.source })}
          onHover={(bits) => props.onHoverBits(bits && { ...bits, source: document.source })}
          lineHeight={props.lineHeight}
          onAction={onAction}
        />
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** Columns of a document, worked out when they are first looked at. */
function lazily(document: PacketView['documents'][number]): () => DocumentModel {
  let model: DocumentModel | undefined;
  return () => {
    model ??= documentModel(document);
    return model;
  };
}

function partOfBits(model: DocumentModel, { source, start, end }: BitRange): number {
  return source === model.document.source && end > start ? partOver(model, start, end) : -1;
}

/** Labels, told apart by a number where several documents are of one kind. */
function titlesOf({ documents }: PacketView): readonly string[] {
  return documents.map(({ label }, at) => {
    const same = documents.filter((other) => other.label === label).length;
    const nth = documents.slice(0, at + 1).filter((other) => other.label === label).length;
    return same > 1 ? `${visibleText(label)} ${nth}` : visibleText(label);
  });
}
