import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Side } from '../../state/craft.ts';
import type { CraftPacket } from '../../state/craft-packet.ts';
import './SideChooser.css';

export interface SideChooserProps {
  readonly label: string;
  readonly side: Side | undefined;
  readonly packets: readonly CraftPacket[];
  /** Packets of the open capture. */
  readonly count: number;
  readonly onSide: (side: Side) => void;
}

/** One side of a comparison: a packet of the capture by its number, or a crafted one. */
export function SideChooser({ label, side, packets, count, onSide }: SideChooserProps): ReactNode {
  const id = useId();
  const index = side?.kind === 'packet' ? side.index : undefined;
  const [typed, setTyped] = useState(index === undefined ? '' : String(index + 1));
  useEffect(() => {
    if (index !== undefined) setTyped(String(index + 1));
  }, [index]);
  const number = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : 0;
  const isWrong = side?.kind === 'packet' && (number < 1 || number > count);
  return (
    <div className="craft-side">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={side === undefined ? '' : side.kind === 'packet' ? 'packet' : String(side.id)}
        onChange={({ target }) => {
          if (target.value === 'packet')
            onSide({ kind: 'packet', index: Math.max(0, Math.min(number || 1, count) - 1) });
          else if (target.value !== '') onSide({ kind: 'crafted', id: Number(target.value) });
        }}
      >
        {side === undefined ? <option value="">Choose</option> : undefined}
        {count === 0 ? undefined : <option value="packet">Packet of the capture</option>}
        {packets.map((packet) => (
          <option key={packet.id} value={packet.id}>
            Crafted: {packet.name}
          </option>
        ))}
      </select>
      {side?.kind === 'packet' ? (
        <input
          className="field craft-side-number"
          aria-label={`${label}: number of the packet`}
          aria-invalid={isWrong || undefined}
          title={`1 to ${count}`}
          inputMode="numeric"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            const wanted = Number(target.value);
            if (/^\d{1,9}$/.test(target.value.trim()) && wanted >= 1 && wanted <= count)
              onSide({ kind: 'packet', index: wanted - 1 });
          }}
        />
      ) : undefined}
    </div>
  );
}
