import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Catalogue, PacketView } from '../../../worker/api.ts';
import type { OnAction } from './actions.ts';
import { OctetGrid } from './OctetGrid.tsx';
import type { OctetRange } from './octet-cursor.ts';
import type { OctetText } from './octet-runs.ts';
import { visibleText } from './visible-text.ts';
import './BytesPane.css';

export type BytesMode = 'hex' | 'bits';

export interface BitRange {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}

export interface BytesPaneProps {
  readonly view: PacketView;
  readonly catalogue: Catalogue;
  /** Which of the packet's sources is shown. */
  readonly source: number;
  readonly onSource: (source: number) => void;
  readonly selectedRow: number | undefined;
  readonly hoveredRow: number | undefined;
  /** Bits that stand out in place of the selected row's: what a digest covers, where a finding lies. */
  readonly marked?: BitRange | undefined;
  /** Bits under the pointer in another pane, in place of the hovered row's. */
  readonly hoveredBits?: BitRange | undefined;
  readonly onSelectBit: (source: number, bit: number) => void;
  readonly onHoverBit: (source: number, bit: number | undefined) => void;
  readonly mode: BytesMode;
  readonly onMode: (mode: BytesMode) => void;
  /** What the characters beside the octets are read as, and who chooses it. */
  readonly text?: OctetText | undefined;
  readonly onText?: ((text: OctetText) => void) | undefined;
  readonly onAction?: OnAction | undefined;
  /** Octets of a source are to be shown in other ways. */
  readonly onShow?: ((source: number, octets: OctetRange) => void) | undefined;
  /** Per octet of the first source: 1 where it was changed, or differs from another packet. */
  readonly changed?: Uint8Array | undefined;
  /** Octets of the first source can be typed and bits flipped; without it they are there to be looked at. */
  readonly onOctet?: ((octet: number, value: number) => void) | undefined;
  /** An octet of zeros is put in front of one of the first source. */
  readonly onInsert?: ((octet: number) => void) | undefined;
  /** Octets of the first source go, up to but without `end`. */
  readonly onDelete?: ((start: number, end: number) => void) | undefined;
}

const MODES: readonly { readonly id: BytesMode; readonly label: string }[] = [
  { id: 'hex', label: 'Hex' },
  { id: 'bits', label: 'Bits' },
];

/** The octets of a packet, and of what was reassembled or unpacked from it, tied to its fields. */
export function BytesPane(props: BytesPaneProps): ReactNode {
  const { view, onSource, mode, onMode } = props;
  // The source may be that of the packet before: it comes in the same render as the view only if the caller keeps them together.
  const source = props.source < view.sources.length ? props.source : 0;
  const shown = view.sources[source];
  const grid = <OctetGrid {...props} source={source} />;
  return (
    <Tabs.Root className="bytes-pane" value={String(source)} onValueChange={(value) => onSource(Number(value))}>
      <div className="bytes-pane-bar">
        <Tabs.List className="bytes-pane-tabs" aria-label="Octets of">
          {view.sources.map(({ label, bytes }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a source is its place in the list
            <Tabs.Trigger key={index} className="bytes-pane-tab" value={String(index)}>
              {visibleText(label)}
              <span className="bytes-pane-size">{bytes.length}</span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {shown?.cut ? <span className="bytes-pane-cut">Cut off by the capture</span> : null}
        <fieldset className="bytes-pane-modes" aria-label="Show octets as">
          {MODES.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={mode === id} onClick={() => onMode(id)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <Tabs.Content className="bytes-pane-content" value={String(source)} tabIndex={-1}>
        {shown === undefined || shown.bytes.length === 0 ? <p className="bytes-pane-empty">No octets</p> : grid}
      </Tabs.Content>
    </Tabs.Root>
  );
}
