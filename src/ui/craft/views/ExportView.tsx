import { type ReactNode, useMemo, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import type { CraftFormat, ExportItem } from '../../../worker/api.ts';
import { useApp } from '../../app/context.ts';
import { Panes } from '../../app/Panes.tsx';
import { formatBytes } from '../../capture/details/copy-formats.ts';
import { type CraftPacket, textOf } from '../../state/craft-packet.ts';
import { counted } from '../../widgets/signs.ts';
import { useAnswer, useCraft, useCraftState } from '../craft-context.ts';
import { fileName, saveFile } from '../save.ts';
import { copyWhole } from '../share.ts';
import { CollectionTable } from './CollectionTable.tsx';
import '../CraftViews.css';
import './ExportView.css';

/** Longer previews would only slow the page down; the file has everything. */
const MAX_PREVIEW = 200_000;
const MAX_DUMP = 4096;

/** The collection as a file: which packets, in which order, at which times, in which format. */
export function ExportView(): ReactNode {
  const { session } = useCraft();
  const packets = useCraftState((state) => state.packets);
  const active = useCraftState((state) => state.active);
  const [isAll, setAll] = useState(packets.length > 1);
  const [chosen, setChosen] = useState<string>();
  const known = useAnswer('formats', () => session.engine().craftFormats());
  const formats = known.value ?? [];
  const usual = isAll && packets.length > 1 ? 'pcapng' : 'hex';
  const format = formats.find(({ id }) => id === (chosen ?? usual)) ?? formats[0];
  const exported = useMemo(
    () => (isAll ? packets : packets.filter(({ id }) => id === active)),
    [isAll, packets, active],
  );
  return (
    <Panes className="craft-panes" id="craft-export" orientation="horizontal">
      <Panel id="packets" minSize={280} defaultSize="44%">
        <div className="craft-column">
          <h2 className="craft-strip">
            Collection
            <label className="craft-strip-end craft-check">
              <input type="checkbox" checked={!isAll} onChange={(event) => setAll(!event.target.checked)} />
              Only the packet that is open
            </label>
          </h2>
          <CollectionTable packets={packets} exported={exported} />
        </div>
      </Panel>
      <Separator className="splitter splitter-along" aria-label="Width of the collection" />
      <Panel id="preview" minSize={300} defaultSize="56%">
        {known.failure !== undefined ? (
          <p className="craft-fault" role="alert">
            The formats are not known: {known.failure}
          </p>
        ) : format === undefined ? (
          <p className="craft-empty" role="status">
            {known.isWaiting ? 'Asking for the formats' : 'The engine knows no format yet'}
          </p>
        ) : (
          <Preview formats={formats} format={format} onFormat={setChosen} packets={exported} />
        )}
      </Panel>
    </Panes>
  );
}

/** Times run on from packet to packet: each waits for its own delay. */
export function exportItems(packets: readonly CraftPacket[]): readonly ExportItem[] {
  let at = 0;
  return packets.map((packet, place) => {
    at += place === 0 ? 0 : packet.delay;
    return { description: textOf(packet), delay: at, comment: packet.comment };
  });
}

function Preview({
  formats,
  format,
  onFormat,
  packets,
}: {
  readonly formats: readonly CraftFormat[];
  readonly format: CraftFormat;
  readonly onFormat: (id: string) => void;
  readonly packets: readonly CraftPacket[];
}): ReactNode {
  const { session } = useCraft();
  const { say } = useApp().store.getState();
  const items = useMemo(() => exportItems(packets), [packets]);
  const file = useAnswer(items.length === 0 ? undefined : `${format.id}\n${JSON.stringify(items)}`, async () => ({
    bytes: await session.engine().craftExport(items, format.id),
    format,
  }));
  const { value, failure } = file;
  const isCurrent = value?.format.id === format.id && failure === undefined;
  const text = useMemo(() => (value === undefined ? '' : previewOf(value.bytes, value.format)), [value]);
  const name = fileName(packets.length === 1 ? (packets[0]?.name ?? '') : 'crafted', format.extension);
  const copy = (): void => {
    if (value === undefined || !isCurrent) return;
    void copyWhole(
      format.isText ? new TextDecoder().decode(value.bytes) : formatBytes(value.bytes, 'hex'),
      `${format.name}${format.isText ? '' : ' as hex'}`,
      say,
    );
  };
  const save = (): void => {
    if (value !== undefined && isCurrent) saveFile(name, value.bytes);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: C copies wherever the keyboard is in here
    <div
      className="craft-column"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== 'c') return;
        event.preventDefault();
        copy();
      }}
    >
      <div className="craft-strip">
        <h2>Format</h2>
        <span className="craft-strip-end">
          <button type="button" className="craft-strip-button" disabled={!isCurrent} onClick={copy} title="Copy (C)">
            Copy <kbd>C</kbd>
          </button>
          <button type="button" className="button button-primary craft-save" disabled={!isCurrent} onClick={save}>
            Save {name}
          </button>
        </span>
      </div>
      <div className="craft-formats" role="radiogroup" aria-label="Format">
        {formats.map((other) => (
          <label key={other.id} className={other.id === format.id ? 'craft-format craft-option-on' : 'craft-format'}>
            <input
              type="radio"
              name="craft-format"
              checked={other.id === format.id}
              onChange={() => onFormat(other.id)}
            />
            {other.name}
          </label>
        ))}
      </div>
      {failure === undefined ? undefined : (
        <p className="craft-fault" role="alert">
          Cannot be written as {format.name}: {failure}
        </p>
      )}
      {packets.length === 0 ? (
        <p className="craft-empty">Nothing to export: craft a packet first</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and C copies it */}
          <pre className="craft-preview" tabIndex={0}>
            {failure === undefined ? text : ''}
          </pre>
          <p className="craft-hint">
            {value === undefined || failure !== undefined
              ? ''
              : `${counted(value.bytes.length, 'octet')}, ${counted(packets.length, 'packet')}`}
          </p>
        </>
      )}
    </div>
  );
}

function previewOf(bytes: Uint8Array, format: CraftFormat): string {
  if (!format.isText) {
    const dump = formatBytes(bytes.subarray(0, MAX_DUMP), 'dump');
    return bytes.length > MAX_DUMP ? `${dump}\n...` : dump;
  }
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_PREVIEW));
  return bytes.length > MAX_PREVIEW ? `${text}\n...` : text;
}
