import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { printed } from '../actions/shortcut.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import { useAppState } from '../app/context.ts';
import type { CraftView } from '../state/craft.ts';
import { type CraftPacket, isUpToDate } from '../state/craft-packet.ts';
import { CloseIcon } from '../widgets/icons.tsx';
import { useCraft, useCraftState } from './craft-context.ts';
import { LinkIcon, PlusIcon, RedoIcon, UndoIcon } from './icons.tsx';
import './CraftBar.css';

const VIEWS: readonly { readonly id: CraftView; readonly label: string }[] = [
  { id: 'edit', label: 'Edit' },
  { id: 'out', label: 'How it goes out' },
  { id: 'break', label: 'Break it' },
  { id: 'compare', label: 'Compare' },
  { id: 'export', label: 'Export' },
];

/** The crafted packets as tabs, and what can be done with the one that is open. */
export function CraftBar({ isStart }: { readonly isStart: boolean }): ReactNode {
  const { store } = useCraft();
  const packets = useCraftState((state) => state.packets);
  const active = useCraftState((state) => state.active);
  const view = useCraftState((state) => state.view);
  const craft = useAppState((state) => state.craft);
  const { show, choose } = store.getState();
  return (
    <div className="craft-bar">
      <Packets packets={packets} active={isStart ? undefined : active} />
      <button
        type="button"
        className={isStart ? 'craft-new craft-new-on' : 'craft-new'}
        aria-pressed={isStart}
        data-after-lines
        title="New packet from a template, a packet or bytes"
        onClick={() => choose(true)}
      >
        <PlusIcon /> New
      </button>
      <span className="craft-bar-gap" />
      {packets.length === 0 ? undefined : (
        <>
          <Tool
            label="Undo"
            keys="Ctrl+Z"
            isOn={craft?.canUndo ?? false}
            onClick={() => craft?.run('undo')}
            Icon={UndoIcon}
          />
          <Tool
            label="Redo"
            keys="Ctrl+Shift+Z"
            isOn={craft?.canRedo ?? false}
            onClick={() => craft?.run('redo')}
            Icon={RedoIcon}
          />
          <Tool
            label="Copy link to the packet"
            isOn={craft?.hasPacket ?? false}
            onClick={() => craft?.run('link')}
            Icon={LinkIcon}
          />
        </>
      )}
      <fieldset className="craft-views" aria-label="Views of the packet">
        {VIEWS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-pressed={!isStart && view === id}
            disabled={packets.length === 0 && id !== 'compare'}
            onClick={() => show(id)}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function Tool({
  label,
  keys,
  isOn,
  onClick,
  Icon,
}: {
  readonly label: string;
  readonly keys?: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
  readonly Icon: () => ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      className="button button-plain button-icon"
      aria-label={label}
      title={keys === undefined ? label : `${label} (${printed(keys, isMac())})`}
      disabled={!isOn}
      onClick={onClick}
    >
      <Icon />
    </button>
  );
}

/** Tabs with a button to close each: arrows go along them, Alt+Shift+arrows move the packet, Delete closes it. */
function Packets({
  packets,
  active,
}: {
  readonly packets: readonly CraftPacket[];
  readonly active: number | undefined;
}): ReactNode {
  const { store } = useCraft();
  const list = useRef<HTMLDivElement>(null);
  const { activate, move, remove } = store.getState();
  if (packets.length === 0) return null;
  const onKeyDown = (event: KeyboardEvent, at: number): void => {
    const packet = packets[at];
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (packet === undefined || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Delete' && !event.altKey) remove(packet.id);
    else if (by !== 0 && event.altKey && event.shiftKey) move(packet.id, by);
    else if (by !== 0 && !event.altKey) {
      const next = packets[(at + by + packets.length) % packets.length];
      if (next === undefined) return;
      activate(next.id);
      list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[packets.indexOf(next)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} className="craft-packets" role="tablist" aria-label="Crafted packets">
      {packets.map((packet, at) => {
        const { id, name, answer, failure } = packet;
        const isWrong = isUpToDate(packet) && (failure !== undefined || (answer?.faults.length ?? 0) > 0);
        const isActive = id === active;
        return (
          <span key={id} className={isActive ? 'craft-packet craft-packet-on' : 'craft-packet'} role="presentation">
            <button
              type="button"
              role="tab"
              aria-selected={isActive}
              aria-keyshortcuts="Delete"
              tabIndex={isActive || (active === undefined && at === 0) ? 0 : -1}
              title={name}
              onClick={() => activate(id)}
              onKeyDown={(event) => onKeyDown(event, at)}
            >
              {isWrong ? (
                <span className="sign sign-error" role="img" aria-label="has faults">
                  !
                </span>
              ) : undefined}
              <span className="craft-packet-name">{name}</span>
            </button>
            <button
              type="button"
              className="craft-packet-close"
              // A tab has no parts; keys close it by Delete.
              tabIndex={-1}
              aria-hidden="true"
              title={`Close ${name} (Delete)`}
              onClick={() => remove(id)}
            >
              <CloseIcon />
            </button>
          </span>
        );
      })}
    </div>
  );
}
