import { type ReactNode, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import type { OutgoingPacket } from '../../../worker/api.ts';
import { useApp } from '../../app/context.ts';
import { Panes } from '../../app/Panes.tsx';
import { visibleText } from '../../capture/details/visible-text.ts';
import { type CraftPacket, textOf } from '../../state/craft-packet.ts';
import { counted } from '../../widgets/signs.ts';
import { useAnswer, useCraft } from '../craft-context.ts';
import { PlusIcon } from '../icons.tsx';
import { PacketLook } from '../PacketLook.tsx';
import '../CraftViews.css';
import './OutView.css';

/** The packet's content over a bearer: everything that goes out, one packet below the other. */
export function OutView({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const { store, session } = useCraft();
  const { say } = useApp().store.getState();
  const text = textOf(packet);
  const known = useAnswer('bearers', () => session.engine().craftTemplates());
  const [chosen, setChosen] = useState<string>();
  const [place, setPlace] = useState(0);
  const bearers = known.value?.bearers ?? [];
  const bearer = chosen ?? bearers[0]?.id;
  const outgoing = useAnswer(bearer === undefined ? undefined : `${bearer}\n${text}`, () =>
    session.engine().craftOver(text, bearer ?? '', store.getState().packets.map(textOf)),
  );
  const packets = outgoing.value ?? [];
  const shown = packets[Math.min(place, packets.length - 1)];
  const look = useAnswer(shown?.description, () => session.engine().craft(shown?.description ?? ''));
  const collect = (chosenPackets: readonly OutgoingPacket[]): void => {
    store
      .getState()
      .collect(
        chosenPackets.map(({ label, description }) => ({ name: `${label}, ${packet.name}`, text: description })),
      );
    say(`Added to the collection: ${counted(chosenPackets.length, 'packet')}`);
  };
  const failure = known.failure ?? outgoing.failure;
  const name = bearers.find(({ id }) => id === bearer)?.name ?? '';
  return (
    <Panes className="craft-panes" id="craft-out" orientation="horizontal">
      <Panel id="bearers" minSize={200} defaultSize="32%">
        <div className="craft-column">
          <h2 className="craft-strip">How it goes out</h2>
          <div className="craft-scroll">
            {known.isWaiting && bearers.length === 0 ? (
              <p className="craft-empty">Asking for the bearers</p>
            ) : undefined}
            {!known.isWaiting && bearers.length === 0 && known.failure === undefined ? (
              <p className="craft-empty">The engine knows no bearer yet</p>
            ) : undefined}
            <fieldset className="craft-options">
              <legend className="unseen">Bearer</legend>
              {bearers.map(({ id, name: label, doc }) => (
                <label key={id} className={id === bearer ? 'craft-option craft-option-on' : 'craft-option'}>
                  <input
                    type="radio"
                    name="craft-bearer"
                    checked={id === bearer}
                    onChange={() => {
                      setChosen(id);
                      setPlace(0);
                    }}
                  />
                  <span>
                    <strong>{label}</strong>
                    <span className="muted"> {doc}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          </div>
        </div>
      </Panel>
      <Separator className="splitter splitter-along" aria-label="Width of the bearers" />
      <Panel id="packets" minSize={300} defaultSize="68%">
        <div className="craft-column">
          <h2 className="craft-strip">
            <span role="status">
              {failure !== undefined
                ? 'Not possible'
                : outgoing.isWaiting && outgoing.value === undefined
                  ? 'Working it out'
                  : `${counted(packets.length, 'packet')} over ${name}`}
            </span>
            <button
              type="button"
              className="craft-strip-button"
              disabled={packets.length === 0 || failure !== undefined}
              onClick={() => collect(packets)}
            >
              <PlusIcon /> Add all to the collection
            </button>
          </h2>
          {failure === undefined ? undefined : (
            <p className="craft-fault" role="alert">
              {failure}
            </p>
          )}
          {failure !== undefined || packets.length === 0 ? undefined : (
            <>
              <ul className="craft-list" aria-label="Outgoing packets">
                {packets.map((one, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: what goes out twice is told apart by its place
                  <li key={`${at} ${one.label}`} className={one === shown ? 'craft-item craft-item-on' : 'craft-item'}>
                    <button
                      type="button"
                      className="craft-pick"
                      aria-pressed={one === shown}
                      onClick={() => setPlace(at)}
                      onKeyDown={(event) => {
                        const to = at + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0);
                        if (to === at || packets[to] === undefined) return;
                        event.preventDefault();
                        setPlace(to);
                        const item = event.currentTarget.closest('ul')?.children[to];
                        item?.querySelector<HTMLElement>('.craft-pick')?.focus();
                      }}
                    >
                      <span className="craft-number">{at + 1}</span>
                      <span className="craft-grow">{visibleText(one.label)}</span>
                      <span className="muted">{counted(one.bytes.length, 'octet')}</span>
                    </button>
                    <button
                      type="button"
                      className="form-icon"
                      aria-label={`Add packet ${at + 1} to the collection`}
                      title="Add to the collection"
                      onClick={() => collect([one])}
                    >
                      <PlusIcon />
                    </button>
                  </li>
                ))}
              </ul>
              <div className="craft-column">
                {look.failure === undefined ? undefined : <p className="craft-fault">{look.failure}</p>}
                {look.value?.view === undefined ? undefined : <PacketLook id="craft-look" view={look.value.view} />}
              </div>
            </>
          )}
        </div>
      </Panel>
    </Panes>
  );
}
