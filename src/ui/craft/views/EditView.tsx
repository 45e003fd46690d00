import { Tabs } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import { useApp, useAppState } from '../../app/context.ts';
import { Panes } from '../../app/Panes.tsx';
import { DigestPanel } from '../../capture/details/DigestPanel.tsx';
import { FindingsPanel } from '../../capture/details/FindingsPanel.tsx';
import { VerdictWord } from '../../capture/details/VerdictWord.tsx';
import { useDetailAction } from '../../capture/use-detail-action.ts';
import type { CraftPacket } from '../../state/craft-packet.ts';
import { counted } from '../../widgets/signs.ts';
import { useMedia } from '../../widgets/use-media.ts';
import { CraftBytes } from '../CraftBytes.tsx';
import { useCraft, useCraftState } from '../craft-context.ts';
import { TextPane } from '../editor/TextPane.tsx';
import { CraftForm } from '../form/CraftForm.tsx';
import { nodeOver } from '../form/form-rows.ts';
import '../CraftViews.css';

const NONE: readonly never[] = [];

/** Three columns that show one packet: form, text, octets. On a narrow page form and text share one. */
export function EditView({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const isWide = useMedia('(min-width: 1240px)');
  const [tab, setTab] = useState('form');
  /** The document that is edited, by its path; undefined for the whole description. */
  const [file, setFile] = useState<string>();
  const openDocument = (path: string): void => {
    setFile(path);
    setTab('text');
  };
  const text = <TextPane packet={packet} file={file} onFile={setFile} />;
  const form = <Form packet={packet} onDocument={openDocument} />;
  const result = (
    <Panes className="craft-panes" id="craft-result" orientation="vertical">
      <Panel id="bytes" minSize={100} defaultSize="58%">
        <Result packet={packet} />
      </Panel>
      <Separator className="splitter splitter-across" aria-label="Height of the octets" />
      <Panel id="findings" minSize={60} defaultSize="42%">
        <Findings packet={packet} />
      </Panel>
    </Panes>
  );
  if (isWide) {
    return (
      <Panes className="craft-panes" id="craft-wide" orientation="horizontal">
        <Panel id="form" minSize={240} defaultSize="36%">
          <section className="craft-column" data-pane="list" aria-label="Form">
            <h2 className="craft-strip">Form</h2>
            {form}
          </section>
        </Panel>
        <Separator className="splitter splitter-along" aria-label="Width of the form" />
        <Panel id="text" minSize={200} defaultSize="29%">
          <section className="craft-column" data-pane="details" aria-label="Text">
            {text}
          </section>
        </Panel>
        <Separator className="splitter splitter-along" aria-label="Width of the text" />
        <Panel id="result" minSize={240} defaultSize="35%">
          <section className="craft-column" data-pane="bytes" aria-label="Result">
            {result}
          </section>
        </Panel>
      </Panes>
    );
  }
  return (
    <Panes className="craft-panes" id="craft-narrow" orientation="horizontal">
      <Panel id="edit" minSize={240} defaultSize="55%">
        <Tabs.Root className="craft-column" value={tab} onValueChange={setTab}>
          <Tabs.List className="details-tabs" aria-label="Edit as">
            <Tabs.Trigger className="details-tab" value="form">
              Form
            </Tabs.Trigger>
            <Tabs.Trigger className="details-tab" value="text">
              Text
            </Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content className="craft-column" value="form" tabIndex={-1}>
            {form}
          </Tabs.Content>
          <Tabs.Content className="craft-column" value="text" tabIndex={-1}>
            {text}
          </Tabs.Content>
        </Tabs.Root>
      </Panel>
      <Separator className="splitter splitter-along" aria-label="Width of the form" />
      <Panel id="result" minSize={240} defaultSize="45%">
        <section className="craft-column" data-pane="bytes" aria-label="Result">
          {result}
        </section>
      </Panel>
    </Panes>
  );
}

function Form({
  packet,
  onDocument,
}: {
  readonly packet: CraftPacket;
  readonly onDocument: (path: string) => void;
}): ReactNode {
  const { store, session } = useCraft();
  const catalogue = useAppState((state) => state.catalogue);
  const font = useAppState((state) => state.layout.font);
  const folded = useCraftState((state) => state.folded);
  const selected = useCraftState((state) => state.selected);
  const hovered = useCraftState((state) => state.hovered);
  const { fold, select, hover } = store.getState();
  const { id, nodes, answer, refused, history } = packet;
  if (catalogue === undefined) return null;
  if (nodes.length === 0) {
    return (
      <div className="craft-empty" role={answer === undefined ? 'status' : 'alert'}>
        {answer === undefined && packet.failure === undefined ? (
          <p>Building the packet</p>
        ) : (
          <>
            <p>No form can be drawn from this description</p>
            {packet.failure === undefined ? undefined : <p>{packet.failure}</p>}
            {answer?.faults.map(({ message, from }) => (
              <p key={`${from} ${message}`}>{message}</p>
            ))}
          </>
        )}
      </div>
    );
  }
  return (
    <CraftForm
      key={id}
      nodes={nodes}
      catalogue={catalogue}
      faults={answer?.faults ?? NONE}
      drafts={history.present.drafts}
      refused={onlyDrafted(refused, history.present.drafts)}
      folded={folded}
      selected={selected}
      hovered={hovered}
      rowHeight={font === 'large' ? 30 : 27}
      revision={history.travels}
      onFold={fold}
      onSelect={select}
      onHover={hover}
      onSet={(path, text) => session.set(id, path, text)}
      onEdit={(edit) => void session.edit(id, edit)}
      onDocument={onDocument}
    />
  );
}

/** A refusal holds as long as what was refused still stands there. */
function onlyDrafted(
  refused: Readonly<Record<string, string>>,
  drafts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(refused).filter(([path]) => path in drafts));
}

function Result({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const { store, session } = useCraft();
  const catalogue = useAppState((state) => state.catalogue);
  const mode = useAppState((state) => state.layout.bytesMode);
  const text = useAppState((state) => state.layout.octetText);
  const changeLayout = useAppState((state) => state.changeLayout);
  const selected = useCraftState((state) => state.selected);
  const hovered = useCraftState((state) => state.hovered);
  const onAction = useDetailAction();
  const { select, hover } = store.getState();
  const { id, built, before, nodes, answer, failure, refused, history } = packet;
  // What was typed and refused stands in form and text, but not in the octets.
  const refusals = Object.keys(onlyDrafted(refused, history.present.drafts)).length;
  const faults = (answer?.faults.length ?? 0) + refusals;
  const isBehind = packet.answered !== undefined && built?.text !== packet.answered;
  const isOld = built !== undefined && (isBehind || refusals > 0);
  return (
    <div className="craft-column">
      {failure === undefined ? undefined : (
        <p className="craft-warning" role="alert">
          The engine gave no answer: {failure}
        </p>
      )}
      {isOld ? (
        <p className="craft-warning" role="status">
          Not what the text says: the last packet that could be built ({counted(faults, 'fault')} in the description)
        </p>
      ) : undefined}
      {built === undefined || catalogue === undefined ? (
        <p className="craft-empty">{answer === undefined ? 'Building the packet' : 'Nothing could be built yet'}</p>
      ) : (
        <CraftBytes
          key={id}
          built={built}
          before={before}
          nodes={nodes}
          catalogue={catalogue}
          selected={selected}
          hovered={hovered}
          mode={mode}
          onMode={(bytesMode) => changeLayout({ bytesMode })}
          text={text}
          onText={(octetText) => changeLayout({ octetText })}
          onSelect={select}
          onHover={hover}
          onOctet={(octet, value) =>
            session.edit(id, {
              kind: 'bits',
              start: octet * 8,
              end: octet * 8 + 8,
              hex: value.toString(16).padStart(2, '0'),
            })
          }
          onInsert={(octet) => void session.edit(id, { kind: 'bits', start: octet * 8, end: octet * 8, hex: '00' })}
          onDelete={(start, end) => void session.edit(id, { kind: 'bits', start: start * 8, end: end * 8, hex: '' })}
          onAction={onAction}
        />
      )}
    </div>
  );
}

const findingsWords = (count: number): string => (count === 0 ? 'No findings' : counted(count, 'finding'));

function Findings({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const { store } = useCraft();
  const { showDialog } = useApp().store.getState();
  const catalogue = useAppState((state) => state.catalogue);
  const [tab, setTab] = useState('findings');
  const { built, nodes } = packet;
  const count = built?.view.findings.length ?? 0;
  const verdict = built?.view.digests[0]?.verdict;
  const isDigest = tab === 'digest' && verdict !== undefined;
  return (
    <section className="craft-column" aria-label="Findings of the result">
      <h2 className="craft-strip">
        {verdict === undefined ? (
          <span aria-live="polite">{built === undefined ? 'Findings' : findingsWords(count)}</span>
        ) : (
          <fieldset className="craft-strip-choice" aria-label="Show">
            <button type="button" aria-pressed={!isDigest} onClick={() => setTab('findings')}>
              <span aria-live="polite">{findingsWords(count)}</span>
            </button>
            <button type="button" aria-pressed={isDigest} onClick={() => setTab('digest')}>
              Digest <VerdictWord verdict={verdict} />
            </button>
          </fieldset>
        )}
        <button type="button" className="craft-strip-button" onClick={() => showDialog('keys')}>
          Keys...
        </button>
      </h2>
      {built === undefined || catalogue === undefined ? undefined : isDigest ? (
        <DigestPanel
          view={built.view}
          onOpenKeys={() => showDialog('keys')}
          onSelectRange={(source, start, end) => {
            if (source === 0)
              store.getState().select({ path: nodeOver(nodes, start, end)?.path, start, end, from: 'findings' });
          }}
        />
      ) : (
        <FindingsPanel
          view={built.view}
          catalogue={catalogue}
          onSelect={({ source, start, end }) => {
            if (source !== 0) return;
            store.getState().select({ path: nodeOver(nodes, start, end)?.path, start, end, from: 'findings' });
          }}
        />
      )}
    </section>
  );
}
