import { Tabs } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';
import type { CraftNode } from '../../../worker/api.ts';
import { useAppState } from '../../app/context.ts';
import { type CraftPacket, textOf } from '../../state/craft-packet.ts';
import { useAnswer, useCraft, useCraftState } from '../craft-context.ts';
import { jsonPlaces, pathAtOffset, placeOfPath } from '../json-places.ts';
import { CodeEditor } from './CodeEditor.tsx';
import '../CraftViews.css';

export interface TextPaneProps {
  readonly packet: CraftPacket;
  /** Path of the document that is edited; undefined for the whole description. */
  readonly file: string | undefined;
  readonly onFile: (path: string | undefined) => void;
}

const DESCRIPTION = 'description';

/** The description as JSON, and each document in it as XML. */
export function TextPane({ packet, file, onFile }: TextPaneProps): ReactNode {
  const catalogue = useAppState((state) => state.catalogue);
  const documents = useMemo(() => packet.nodes.filter(({ kind }) => kind === 'document'), [packet.nodes]);
  const shown = documents.find(({ path }) => path === file);
  const labelOf = ({ field }: CraftNode): string => catalogue?.fields[field]?.label ?? 'Document';
  return (
    <Tabs.Root
      className="craft-column"
      value={shown?.path ?? DESCRIPTION}
      onValueChange={(value) => onFile(value === DESCRIPTION ? undefined : value)}
    >
      <Tabs.List className="details-tabs" aria-label="Text of">
        <Tabs.Trigger className="details-tab" value={DESCRIPTION}>
          JSON
        </Tabs.Trigger>
        {documents.map((node) => (
          <Tabs.Trigger key={node.path} className="details-tab" value={node.path}>
            XML: {labelOf(node)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="craft-column" value={shown?.path ?? DESCRIPTION} tabIndex={-1}>
        {shown === undefined ? (
          <Description key={packet.id} packet={packet} />
        ) : (
          <Document key={`${packet.id} ${shown.path}`} packet={packet} node={shown} label={labelOf(shown)} />
        )}
      </Tabs.Content>
      <p className="craft-hint">
        <kbd>Ctrl+Space</kbd> completes <kbd>Ctrl+M</kbd> lets Tab leave the editor
      </p>
    </Tabs.Root>
  );
}

const NONE: readonly never[] = [];

function Description({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const { store, session } = useCraft();
  const selected = useCraftState((state) => state.selected);
  const hovered = useCraftState((state) => state.hovered);
  const schema = useAnswer('schema', session.schema);
  const text = textOf(packet);
  const places = useMemo(() => jsonPlaces(text), [text]);
  const placeOf = (path: string | undefined) => (path === undefined ? undefined : placeOfPath(places, path));
  const selectedPath = selected?.path;
  const hoveredPath = hovered?.from === 'text' ? undefined : hovered?.path;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place is named by its path and the text
  const selectedPlace = useMemo(() => placeOf(selectedPath), [places, selectedPath]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const hoveredPlace = useMemo(() => placeOf(hoveredPath), [places, hoveredPath]);
  const faults = packet.answered === text ? (packet.answer?.faults ?? NONE) : NONE;
  return (
    <CodeEditor
      file={`${packet.id}.description.json`}
      language="json"
      label="Description of the packet as JSON"
      value={text}
      onChange={(typed) => store.getState().write(packet.id, typed, 'text')}
      onCursor={(offset) => {
        const path = pathAtOffset(places, offset);
        const node = nearest(packet.nodes, path);
        if (node === undefined || node.path === store.getState().selected?.path) return;
        store.getState().select({ path: node.path, start: node.start, end: node.end, from: 'text' });
      }}
      faults={faults}
      selected={selected?.from === 'text' ? undefined : selectedPlace}
      hovered={hoveredPlace}
      schema={schema.value}
    />
  );
}

/** The node of a path, or the nearest around it. */
function nearest(nodes: readonly CraftNode[], path: string | undefined): CraftNode | undefined {
  for (let wanted = path ?? ''; wanted !== ''; wanted = wanted.slice(0, wanted.lastIndexOf('/'))) {
    const node = nodes.find((other) => other.path === wanted);
    if (node !== undefined) return node;
  }
  return undefined;
}

function Document({
  packet,
  node,
  label,
}: {
  readonly packet: CraftPacket;
  readonly node: CraftNode;
  readonly label: string;
}): ReactNode {
  const { session } = useCraft();
  const { drafts } = packet.history.present;
  const refused = node.path in drafts ? packet.refused[node.path] : undefined;
  const faults = packet.answer?.faults.filter(({ path }) => `${path}/`.startsWith(`${node.path}/`)) ?? NONE;
  const problem = refused ?? (faults.map(({ message }) => message).join('; ') || undefined);
  return (
    <>
      <CodeEditor
        file={`${packet.id}.document.xml`}
        language="xml"
        label={`${label} as XML`}
        value={drafts[node.path] ?? node.text}
        onChange={(typed) => session.set(packet.id, node.path, typed)}
        faults={NONE}
      />
      {problem === undefined ? undefined : (
        <p className="craft-fault" role="alert">
          Not encoded yet: {problem}
        </p>
      )}
    </>
  );
}
