import type { ReactNode } from 'react';
import type { CraftPacket } from '../../state/craft-packet.ts';
import { LineButtons } from '../../widgets/LineButtons.tsx';
import { counted } from '../../widgets/signs.ts';
import { useCraft } from '../craft-context.ts';
import '../CraftViews.css';
import './CraftTable.css';
import './CollectionTable.css';

/** The crafted packets in the order in which they go into a file. */
export function CollectionTable({
  packets,
  exported,
}: {
  readonly packets: readonly CraftPacket[];
  readonly exported: readonly CraftPacket[];
}): ReactNode {
  const { store } = useCraft();
  const { move, remove, change } = store.getState();
  if (packets.length === 0) return <p className="craft-empty">No packets yet</p>;
  return (
    <div className="craft-scroll">
      <table className="craft-table craft-collection">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Packet</th>
            <th scope="col" title="Seconds after the packet before it">
              Delay, s
            </th>
            <th scope="col">Comment</th>
            <th scope="col">
              <span className="unseen">Order</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {packets.map((packet, at) => {
            const { id, name, built, delay, comment } = packet;
            return (
              <tr key={id} className={exported.includes(packet) ? undefined : 'craft-left-out'}>
                <td>{at + 1}</td>
                <td>
                  <input
                    className="form-input"
                    aria-label={`Name of packet ${at + 1}`}
                    value={name}
                    onChange={(event) => change(id, { name: event.target.value })}
                  />
                  <span className="muted craft-size">
                    {built === undefined ? '' : counted(built.bytes.length, 'octet')}
                  </span>
                </td>
                <td>
                  <input
                    className="form-input craft-delay mono"
                    type="number"
                    min={0}
                    step="any"
                    aria-label={`Delay of packet ${at + 1} in seconds`}
                    disabled={at === 0}
                    value={at === 0 ? 0 : delay}
                    onChange={(event) => {
                      const seconds = event.target.valueAsNumber;
                      if (Number.isFinite(seconds) && seconds >= 0) change(id, { delay: seconds });
                    }}
                  />
                </td>
                <td>
                  <input
                    className="form-input"
                    aria-label={`Comment on packet ${at + 1}`}
                    value={comment}
                    onChange={(event) => change(id, { comment: event.target.value })}
                  />
                </td>
                <td className="craft-order">
                  <LineButtons
                    called={name}
                    order={{ at, count: packets.length, onMove: (step) => move(id, step) }}
                    onRemove={() => remove(id)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
