import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { matches } from '../actions/shortcut.ts';
import { useApp, useAppState } from '../app/context.ts';
import { useArrival } from '../app/use-arrival.ts';
import { activePacket, createCraftStore } from '../state/craft.ts';
import { CraftBar } from './CraftBar.tsx';
import { CraftPaste } from './CraftPaste.tsx';
import { CraftContext, useCraft, useCraftState } from './craft-context.ts';
import { createCraftSession } from './craft-session.ts';
import { keepPackets } from './kept-packets.ts';
import { runCommand } from './run-command.ts';
import { BreakView } from './views/BreakView.tsx';
import { CompareView } from './views/CompareView.tsx';
import { EditView } from './views/EditView.tsx';
import { ExportView } from './views/ExportView.tsx';
import { OutView } from './views/OutView.tsx';
import { StartView } from './views/StartView.tsx';
import '../capture/CapturePlace.css';
import '../capture/DetailsView.css';
import './CraftPlace.css';

/** The craft place: packets that are being made. They are there again after a reload. */
export function CraftPlace(): ReactNode {
  const { store, session } = useApp();
  const [craft] = useState(() => {
    const made = createCraftStore();
    const crafting = createCraftSession(made, session.engine, store.getState().say);
    return { store: made, session: crafting, ...keepPackets(made) };
  });
  return (
    <CraftContext value={craft}>
      <Place hasLinked={craft.hasLinked} />
    </CraftContext>
  );
}

/** The packet that is open, or the first of what a new one can be made from. */
const openPacketTab = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('.craft-packets [aria-selected="true"]') ??
  document.querySelector<HTMLElement>('.craft-main :is(button, select):enabled');

/** `hasLinked`: the packet of the page's link is there already, as it was edited before a reload. */
function Place({ hasLinked }: { readonly hasLinked: boolean }): ReactNode {
  const app = useApp();
  const craft = useCraft();
  const packet = useCraftState(activePacket);
  const view = useCraftState((state) => state.view);
  const isChoosing = useCraftState((state) => state.isChoosing);
  const wishes = useAppState((state) => state.craftWishes);
  const epoch = useAppState((state) => state.epoch);
  const [pasted, setPasted] = useState<string>();
  const isLinkTaken = useRef(hasLinked);

  useEffect(() => {
    if (wishes.length === 0) return;
    const { openPacket, openBytes } = craft.session;
    for (const wish of app.store.getState().takeCraftWishes()) {
      if (wish.kind === 'packet') void openPacket(wish.index, wish.row);
      else if (wish.kind === 'bytes') {
        // The first one comes from the page's address.
        if (isLinkTaken.current) isLinkTaken.current = false;
        else void openBytes(wish.bytes, wish.layer, wish.name, wish.bits);
      } else if (wish.kind === 'paste') setPasted(wish.text);
      else if (wish.kind === 'start') craft.store.getState().choose(true);
      else {
        const { setSides, show } = craft.store.getState();
        setSides({
          left: { kind: 'packet', index: wish.left },
          right: wish.right === undefined ? undefined : { kind: 'packet', index: wish.right },
        });
        show('compare');
      }
    }
  }, [wishes, app.store, craft]);

  // Secrets and protocol choices change how packets read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the epoch says that something has changed
  useEffect(() => craft.store.getState().forget(), [epoch, craft.store]);

  const canUndo = (packet?.history.past.length ?? 0) > 0;
  const canRedo = (packet?.history.future.length ?? 0) > 0;
  const hasPacket = packet !== undefined;
  const { setCraft } = app.store.getState();
  useEffect(() => {
    setCraft({ canUndo, canRedo, hasPacket, run: (command) => runCommand(command, app, craft) });
    return () => setCraft(undefined);
  }, [canUndo, canRedo, hasPacket, app, craft, setCraft]);

  // Before the editor and the inputs, which would undo for themselves.
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    const undo = matches('Ctrl+Z', event);
    if (!undo && !matches('Ctrl+Shift+Z', event) && !matches('Ctrl+Y', event)) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand(undo ? 'undo' : 'redo', app, craft);
  };
  const isStart = isChoosing || (packet === undefined && view !== 'compare');
  useArrival(openPacketTab, isStart ? '' : String(packet?.id));
  return (
    <div className="craft-place" onKeyDownCapture={onKeyDownCapture}>
      <h1 className="unseen">Craft</h1>
      <CraftBar isStart={isStart} />
      <div className="craft-main">
        {isStart ? (
          <StartView onPaste={() => setPasted('')} />
        ) : view === 'compare' ? (
          <CompareView />
        ) : packet === undefined ? undefined : view === 'edit' ? (
          <EditView key={packet.id} packet={packet} />
        ) : view === 'out' ? (
          <OutView key={packet.id} packet={packet} />
        ) : view === 'break' ? (
          <BreakView key={packet.id} packet={packet} />
        ) : (
          <ExportView />
        )}
      </div>
      {pasted === undefined ? undefined : <CraftPaste text={pasted} onClose={() => setPasted(undefined)} />}
    </div>
  );
}
