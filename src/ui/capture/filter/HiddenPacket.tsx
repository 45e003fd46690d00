import type { ReactNode } from 'react';
import { grouped } from '../../widgets/grouped.ts';
import { FilterIcon } from '../../widgets/icons.tsx';
import './NoMatches.css';

export interface HiddenPacketProps {
  /** Counted from 0. */
  readonly packet: number;
  readonly onClear: () => void;
}

/** Says that the packet whose details are shown is none of the list. */
export function HiddenPacket({ packet, onClear }: HiddenPacketProps): ReactNode {
  return (
    <div className="hidden-packet" role="status">
      <FilterIcon />
      <span className="hidden-packet-text">
        Packet {grouped(packet + 1)} is shown below, but the filter leaves it out of the list
      </span>
      <button type="button" className="hidden-packet-button" onClick={onClear}>
        Clear filter to see it
      </button>
    </div>
  );
}
