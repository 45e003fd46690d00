import { type ReactNode, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import type { PacketView } from '../../worker/api.ts';
import { useAppState } from '../app/context.ts';
import { Panes } from '../app/Panes.tsx';
import type { BitRange } from '../capture/details/BytesPane.tsx';
import { BytesPane } from '../capture/details/BytesPane.tsx';
import { FindingsPanel } from '../capture/details/FindingsPanel.tsx';
import { PacketTree } from '../capture/details/PacketTree.tsx';
import { withKinds } from '../capture/details/tree-model.ts';
import { octetsOfBits, octetsOfRow } from '../capture/octets/shown-octets.ts';
import { useDetailAction } from '../capture/use-detail-action.ts';
import { useShowOctets } from '../capture/use-show-octets.ts';
import { isRowOf, rowAtBit } from '../state/packet-tree.ts';
import { counted } from '../widgets/signs.ts';
import './CraftViews.css';
import './PacketLook.css';

/** A packet to be looked at: fields beside octets, findings below. */
export function PacketLook({ view, id }: { readonly view: PacketView; readonly id: string }): ReactNode {
  const catalogue = useAppState((state) => state.catalogue);
  const layout = useAppState((state) => state.layout);
  const changeLayout = useAppState((state) => state.changeLayout);
  const onAction = useDetailAction();
  const show = useShowOctets();
  const [place, setPlace] = useState<{ readonly view: PacketView; readonly row: number | undefined }>();
  const [hovered, setHovered] = useState<number>();
  const [source, setSource] = useState(0);
  const [marked, setMarked] = useState<BitRange>();
  if (catalogue === undefined) return null;
  const row = place?.view === view ? place.row : undefined;
  const select = (chosen: number | undefined): void => {
    setPlace({ view, row: chosen });
    setMarked(undefined);
  };
  return (
    <Panes className="craft-panes" id={id} orientation="horizontal">
      <Panel id="fields" minSize={160} defaultSize="50%">
        <div className="craft-column">
          <div className="craft-tree">
            <PacketTree
              view={view}
              catalogue={catalogue}
              selectedRow={row}
              hoveredRow={hovered}
              onSelect={select}
              onHover={setHovered}
              openKinds={layout.openKinds}
              rowHeight={layout.font === 'large' ? 26 : 22}
              onToggle={(kinds, open) => changeLayout({ openKinds: withKinds(layout.openKinds, kinds, open) })}
              onAction={onAction}
              onShow={(at) => show(octetsOfRow(view, catalogue, at))}
            />
          </div>
          <section className="craft-look-findings" aria-label="Findings">
            <h3 className="craft-strip">
              {view.findings.length === 0 ? 'No findings' : counted(view.findings.length, 'finding')}
            </h3>
            {view.findings.length === 0 ? undefined : (
              <FindingsPanel
                view={view}
                catalogue={catalogue}
                onSelect={({ row: at, source: from, start, end }) => {
                  select(at);
                  const bits = { source: from, start, end };
                  if (!isRowOf(view, at, bits)) setMarked(bits);
                }}
              />
            )}
          </section>
        </div>
      </Panel>
      <Separator className="splitter splitter-along" aria-label="Width of the fields" />
      <Panel id="bytes" minSize={200} defaultSize="50%">
        <BytesPane
          view={view}
          catalogue={catalogue}
          source={source}
          onSource={setSource}
          selectedRow={row}
          hoveredRow={hovered}
          marked={marked}
          onSelectBit={(at, bit) => select(rowAtBit(view, at, bit))}
          onHoverBit={(at, bit) => setHovered(bit === undefined ? undefined : rowAtBit(view, at, bit))}
          mode={layout.bytesMode}
          onMode={(bytesMode) => changeLayout({ bytesMode })}
          text={layout.octetText}
          onShow={(at, { start, end }) => show(octetsOfBits(view, { source: at, start: start * 8, end: end * 8 }))}
          onText={(octetText) => changeLayout({ octetText })}
          onAction={onAction}
        />
      </Panel>
    </Panes>
  );
}
