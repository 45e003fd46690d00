import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import type { CraftSubject, Difference, PacketView } from '../../../worker/api.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { Panes } from '../../app/Panes.tsx';
import { BytesPane } from '../../capture/details/BytesPane.tsx';
import { octetsOfBits } from '../../capture/octets/shown-octets.ts';
import { useDetailAction } from '../../capture/use-detail-action.ts';
import { useShowOctets } from '../../capture/use-show-octets.ts';
import type { CraftState, Side } from '../../state/craft.ts';
import { textOf } from '../../state/craft-packet.ts';
import { rowAtBit } from '../../state/packet-tree.ts';
import { counted } from '../../widgets/signs.ts';
import { useAnswer, useCraft, useCraftState } from '../craft-context.ts';
import { differences, nextDifference, shownDifferences } from '../difference-rows.ts';
import { changedOctets } from '../octet-changes.ts';
import { DifferenceTree } from './DifferenceTree.tsx';
import { SideChooser } from './SideChooser.tsx';
import '../CraftViews.css';
import './CompareView.css';

/** The sides to begin with: what the active packet was made from, against it; else the two newest packets. */
function usualSides({ packets, active, sides }: CraftState, selected: number | undefined): CraftState['sides'] {
  const isThere = (side: Side | undefined): Side | undefined =>
    side?.kind === 'crafted' && !packets.some(({ id }) => id === side.id) ? undefined : side;
  const now = packets.find(({ id }) => id === active);
  const other = packets.findLast(({ id }) => id !== active);
  const right: Side | undefined = isThere(sides.right) ?? (now && { kind: 'crafted', id: now.id });
  const usual: Side | undefined =
    now?.origin !== undefined
      ? { kind: 'packet', index: now.origin }
      : selected !== undefined
        ? { kind: 'packet', index: selected }
        : other && { kind: 'crafted', id: other.id };
  return { left: isThere(sides.left) ?? usual, right };
}

/** Two packets, field by field and octet by octet. */
export function CompareView(): ReactNode {
  const { store, session } = useCraft();
  const app = useApp();
  const selected = useAppState((state) => state.packet);
  const count = useAppState((state) => state.status?.packets ?? 0);
  const epoch = useAppState((state) => state.epoch);
  const state = useCraftState((all) => all);
  const { left, right } = usualSides(state, count === 0 ? undefined : selected);
  const subjectOf = (side: Side | undefined): CraftSubject | undefined => {
    if (side?.kind === 'packet') return side;
    const packet = state.packets.find(({ id }) => id === side?.id);
    return packet && { kind: 'description', text: textOf(packet) };
  };
  const subjects = [subjectOf(left), subjectOf(right)] as const;
  const isWhole = subjects[0] !== undefined && subjects[1] !== undefined;
  const difference = useAnswer(isWhole ? `${epoch} ${JSON.stringify(subjects)}` : undefined, () =>
    session.engine().compare(subjects[0] as CraftSubject, subjects[1] as CraftSubject),
  );
  const { setSides } = store.getState();
  const marked = useAppState(({ marks }) => marks.marked);
  const chooseMarked = async (): Promise<void> => {
    const [first, second] = await app.session.marking.firstMarked().catch(() => []);
    if (first === undefined || second === undefined) return;
    setSides({ left: { kind: 'packet', index: first }, right: { kind: 'packet', index: second } });
  };
  const chooser = (side: 'left' | 'right', chosen: Side | undefined): ReactNode => (
    <SideChooser
      label={side === 'left' ? 'Left' : 'Right'}
      side={chosen}
      packets={state.packets}
      count={count}
      onSide={(next) => setSides({ left, right, [side]: next })}
    />
  );
  return (
    <div className="craft-column">
      <div className="craft-sides">
        {chooser('left', left)}
        <button type="button" className="button" onClick={() => setSides({ left: right, right: left })}>
          Swap
        </button>
        {chooser('right', right)}
        {marked < 2 ? undefined : (
          <button type="button" className="button" onClick={() => void chooseMarked()}>
            {marked === 2 ? 'Marked packets' : 'First two marked packets'}
          </button>
        )}
      </div>
      {difference.failure === undefined ? undefined : (
        <p className="craft-fault" role="alert">
          Cannot be compared: {difference.failure}
        </p>
      )}
      {!isWhole ? (
        <p className="craft-empty">Choose two packets: of the open capture, or crafted here</p>
      ) : difference.value === undefined ? (
        <p className="craft-empty" role="status">
          {difference.failure === undefined ? 'Comparing' : ''}
        </p>
      ) : (
        <Compared difference={difference.value} />
      )}
    </div>
  );
}

function Compared({ difference }: { readonly difference: Difference }): ReactNode {
  const { store } = useCraft();
  const catalogue = useAppState((state) => state.catalogue);
  const [isOnlyChanges, setOnlyChanges] = useState(true);
  const [row, setRow] = useState<number>();
  const { left, right, rows } = difference;
  const shown = useMemo(() => shownDifferences(rows, isOnlyChanges), [rows, isOnlyChanges]);
  const places = useMemo(() => differences(rows), [rows]);
  const { setJump } = store.getState();
  useEffect(() => {
    setJump((direction) => setRow((now) => nextDifference(places, now, direction)));
    return () => setJump(undefined);
  }, [places, setJump]);
  if (catalogue === undefined) return null;
  const selected = row === undefined ? undefined : rows[row];
  const place = row === undefined ? -1 : places.indexOf(row);
  const choose = (side: 'leftRow' | 'rightRow') => (at: number | undefined) => {
    const found = rows.findIndex((other) => at !== undefined && other[side] === at);
    if (found < 0) return;
    if (rows[found]?.kind === 'same') setOnlyChanges(false);
    setRow(found);
  };
  return (
    <Panes className="craft-panes" id="craft-compare" orientation="vertical">
      <Panel id="fields" minSize={100} defaultSize="55%">
        <div className="craft-column">
          <div className="craft-strip">
            <h2>
              <span role="status">
                {places.length === 0
                  ? 'The packets are the same'
                  : `${place < 0 ? '' : `${place + 1} of `}${counted(places.length, 'difference')}`}
              </span>
            </h2>
            <span className="craft-strip-end">
              <label className="craft-check">
                <input
                  type="checkbox"
                  checked={isOnlyChanges}
                  onChange={(event) => setOnlyChanges(event.target.checked)}
                />
                Only differences
              </label>
              <button
                type="button"
                className="craft-strip-button"
                disabled={places.length === 0}
                onClick={() => store.getState().jump?.(-1)}
              >
                Previous <kbd>F7</kbd>
              </button>
              <button
                type="button"
                className="craft-strip-button"
                disabled={places.length === 0}
                onClick={() => store.getState().jump?.(1)}
              >
                Next <kbd>F8</kbd>
              </button>
            </span>
          </div>
          {places.length === 0 && isOnlyChanges ? (
            <p className="craft-empty">Every field and every octet is the same</p>
          ) : undefined}
          <DifferenceTree rows={rows} shown={shown} catalogue={catalogue} selected={row} onSelect={setRow} />
        </div>
      </Panel>
      <Separator className="splitter splitter-across" aria-label="Height of the comparison" />
      <Panel id="bytes" minSize={80} defaultSize="45%">
        <Panes className="craft-panes" id="craft-compare-bytes" orientation="horizontal">
          <Panel id="left" minSize={160} defaultSize="50%">
            <Octets name="Left" view={left} other={right} row={selected?.leftRow} onRow={choose('leftRow')} />
          </Panel>
          <Separator className="splitter splitter-along" aria-label="Width of the left octets" />
          <Panel id="right" minSize={160} defaultSize="50%">
            <Octets name="Right" view={right} other={left} row={selected?.rightRow} onRow={choose('rightRow')} />
          </Panel>
        </Panes>
      </Panel>
    </Panes>
  );
}

function Octets({
  name,
  view,
  other,
  row,
  onRow,
}: {
  readonly name: string;
  readonly view: PacketView;
  readonly other: PacketView;
  readonly row: number | undefined;
  readonly onRow: (row: number | undefined) => void;
}): ReactNode {
  const catalogue = useAppState((state) => state.catalogue);
  const mode = useAppState((state) => state.layout.bytesMode);
  const text = useAppState((state) => state.layout.octetText);
  const show = useShowOctets();
  const changeLayout = useAppState((state) => state.changeLayout);
  const onAction = useDetailAction();
  const [source, setSource] = useState(0);
  const changed = useMemo(() => {
    const [mine, theirs] = [view.sources[0]?.bytes, other.sources[0]?.bytes];
    return mine === undefined || theirs === undefined ? undefined : changedOctets(theirs, mine);
  }, [view, other]);
  if (catalogue === undefined) return null;
  return (
    <section className="craft-column" aria-label={`${name} octets`}>
      <BytesPane
        view={view}
        catalogue={catalogue}
        source={source}
        onSource={setSource}
        selectedRow={row}
        hoveredRow={undefined}
        onSelectBit={(at, bit) => onRow(rowAtBit(view, at, bit))}
        onHoverBit={() => undefined}
        mode={mode}
        onMode={(bytesMode) => changeLayout({ bytesMode })}
        text={text}
        onShow={(at, { start, end }) => show(octetsOfBits(view, { source: at, start: start * 8, end: end * 8 }))}
        onText={(octetText) => changeLayout({ octetText })}
        onAction={onAction}
        changed={changed}
      />
    </section>
  );
}
