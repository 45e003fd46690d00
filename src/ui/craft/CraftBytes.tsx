import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Catalogue, CraftNode, PacketView } from '../../worker/api.ts';
import type { OnAction } from '../capture/details/actions.ts';
import { type BytesMode, BytesPane } from '../capture/details/BytesPane.tsx';
import type { OctetText } from '../capture/details/octet-runs.ts';
import { octetsOfBits } from '../capture/octets/shown-octets.ts';
import { useShowOctets } from '../capture/use-show-octets.ts';
import type { Spot } from '../state/craft.ts';
import type { Built } from '../state/craft-packet.ts';
import { isRowOf, rowAtBit, rowOver } from '../state/packet-tree.ts';
import { nodeOver } from './form/form-rows.ts';
import { changedOctets } from './octet-changes.ts';

export interface CraftBytesProps {
  readonly built: Built;
  /** Octets before the last edit. */
  readonly before: Uint8Array | undefined;
  readonly nodes: readonly CraftNode[];
  readonly catalogue: Catalogue;
  readonly selected: Spot | undefined;
  readonly hovered: Spot | undefined;
  readonly mode: BytesMode;
  readonly onMode: (mode: BytesMode) => void;
  readonly text: OctetText;
  readonly onText: (text: OctetText) => void;
  readonly onSelect: (spot: Spot) => void;
  readonly onHover: (spot: Spot | undefined) => void;
  /** Resolves when the octet stands in the description, or cannot. */
  readonly onOctet: (octet: number, value: number) => Promise<void>;
  readonly onInsert: (octet: number) => void;
  readonly onDelete: (start: number, end: number) => void;
  readonly onAction: OnAction;
}

/** The octets of the packet that is made: they can be typed and their bits flipped. */
export function CraftBytes(props: CraftBytesProps): ReactNode {
  const { built, before, nodes, selected, hovered, onSelect, onHover, onOctet } = props;
  const show = useShowOctets();
  const [source, setSource] = useState(0);
  /** A row of another source: unpacked octets are looked at, not typed. */
  const [inner, setInner] = useState<number>();
  const [typed, setTyped] = useState<ReadonlyMap<number, number>>(new Map());
  // What was typed is shown at once; the packet that is built from it takes its place.
  const view = useMemo(() => patched(built.view, typed), [built.view, typed]);
  const changed = useMemo(
    () => (before === undefined ? undefined : changedOctets(before, built.bytes)),
    [before, built.bytes],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice elsewhere comes back to the packet's own octets
  useEffect(() => {
    setInner(undefined);
    setSource(0);
  }, [selected]);
  const row = selected === undefined ? undefined : rowOver(built.view, 0, selected.start, selected.end);
  const bitsOf = (spot: Spot | undefined) =>
    spot === undefined || spot.end <= spot.start ? undefined : { source: 0, start: spot.start, end: spot.end };
  const bits = bitsOf(selected);
  return (
    <BytesPane
      view={view}
      catalogue={props.catalogue}
      source={source}
      onSource={setSource}
      selectedRow={inner ?? row}
      hoveredRow={undefined}
      marked={inner !== undefined || bits === undefined || isRowOf(built.view, row, bits) ? undefined : bits}
      hoveredBits={hovered?.from === 'bytes' ? undefined : bitsOf(hovered)}
      onSelectBit={(at, bit) => {
        if (at !== 0) {
          setInner(rowAtBit(built.view, at, bit));
          return;
        }
        onSelect(spotAt(nodes, built.view, bit));
      }}
      onHoverBit={(at, bit) => onHover(at !== 0 || bit === undefined ? undefined : spotAt(nodes, built.view, bit))}
      mode={props.mode}
      onMode={props.onMode}
      text={props.text}
      onShow={(at, { start, end }) => show(octetsOfBits(view, { source: at, start: start * 8, end: end * 8 }))}
      onText={props.onText}
      onAction={props.onAction}
      onInsert={props.onInsert}
      onDelete={props.onDelete}
      changed={changed}
      onOctet={(octet, value) => {
        setTyped((map) => new Map(map).set(octet, value));
        void onOctet(octet, value).finally(() =>
          setTyped((map) => {
            if (map.get(octet) !== value) return map;
            const left = new Map(map);
            left.delete(octet);
            return left;
          }),
        );
      }}
    />
  );
}

/** The node over a bit, or the field where the description has none that small. */
function spotAt(nodes: readonly CraftNode[], view: PacketView, bit: number): Spot {
  const node = nodeOver(nodes, bit, bit + 1);
  if (node !== undefined) return { path: node.path, start: node.start, end: node.end, from: 'bytes' };
  const row = rowAtBit(view, 0, bit);
  const start = row === undefined ? bit : (view.positions[row * 4] ?? bit);
  const end = row === undefined ? bit + 1 : (view.positions[row * 4 + 1] ?? bit + 1);
  return { path: undefined, start, end, from: 'bytes' };
}

function patched(view: PacketView, typed: ReadonlyMap<number, number>): PacketView {
  const [first, ...others] = view.sources;
  if (typed.size === 0 || first === undefined) return view;
  const bytes = first.bytes.slice();
  for (const [octet, value] of typed) bytes[octet] = value;
  return { ...view, sources: [{ ...first, bytes }, ...others] };
}
