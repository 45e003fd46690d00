import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useApp, useAppState } from '../../app/context.ts';
import { followConversation, leaveConversation } from '../../app/follow-conversation.ts';
import { exportName, saveFile } from '../../app/save-file.ts';
import { copyText } from '../details/copy-text.ts';
import { FollowBar } from './FollowBar.tsx';
import { FollowText } from './FollowText.tsx';
import { formOf } from './follow-words.ts';
import { useFollowedLines } from './use-followed-lines.ts';
import './FollowPane.css';

/** Milliseconds until the next look at how far the engine is. */
const EVERY = 150;

/** What the ends of a conversation have said to each other, in place of the packet list. */
export function FollowPane(): ReactNode {
  const { store, session } = useApp();
  const view = useAppState((state) => state.followed);
  const form = useAppState((state) => state.followForm);
  const side = useAppState((state) => state.followSide);
  const packet = useAppState((state) => state.packet);
  const version = useAppState((state) => state.status?.version);
  /** False while the packet that was asked for is still to be read anew. */
  const isThere = useAppState(({ status, following }) => (status?.packets ?? 0) > (following?.packet ?? 0));
  const digits = useAppState((state) => String(state.status?.packets ?? 0).length);
  const isLarge = useAppState((state) => state.layout.font === 'large');
  const isFiltered = useAppState(({ following, filter }) => following !== undefined && filter === following.filter);
  const { takeFollowed, showFollowed, selectPacket, say } = store.getState();
  const engine = session.engine;
  const lines = useFollowedLines(engine, view, form, side);
  const [text, setText] = useState('');
  const [message, setMessage] = useState('');
  const [aim, setAim] = useState<{ readonly line: number }>();
  const cursor = useRef(-1);
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLElement>(null);
  const of = `${view?.id} ${form} ${side}`;

  useEffect(() => {
    pane.current?.querySelector<HTMLElement>('[data-pane-focus]')?.focus();
  }, []);

  // What is read anew has other octets: the engine has forgotten these.
  const readAs = useRef(version);
  useEffect(() => {
    const { following } = store.getState();
    if (readAs.current === version || !isThere || following === undefined) return;
    readAs.current = version;
    void followConversation(store, engine, following.packet, following.isFromHere).then((isFollowed) => {
      if (!isFollowed) leaveConversation(store, engine, false);
    });
  }, [version, isThere, store, engine]);

  // Who applies another filter wants to see the list of it.
  useEffect(() => {
    if (!isFiltered) leaveConversation(store, engine, true);
  }, [isFiltered, store, engine]);

  const isReading = view?.phase === 'reading';
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setInterval(() => {
      engine()
        .followed()
        .then(
          (now) => {
            if (now !== undefined && now.id === store.getState().followed?.id) takeFollowed(now);
          },
          () => {
            // The engine has stopped: the page says so elsewhere.
          },
        );
    }, EVERY);
    return () => clearInterval(timer);
  }, [isReading, engine, store, takeFollowed]);

  // The packet that is shown below is shown here too, wherever it was chosen.
  const chosen = useRef<number>(undefined);
  useEffect(() => {
    if (packet === undefined || packet === chosen.current) return;
    chosen.current = packet;
    void asked(engine().followedLineOf(form, side, packet)).then((line) => {
      if (line !== undefined && store.getState().packet === packet) setAim({ line });
    });
  }, [packet, form, side, engine, store]);

  const found = text.trim();
  if (view === undefined) return null;

  const leave = (isKept: boolean): void => leaveConversation(store, engine, isKept);
  const find = async (direction: 1 | -1): Promise<void> => {
    if (found === '') {
      input.current?.focus();
      return;
    }
    const from = cursor.current;
    const line = await asked(engine().findInFollowed(form, side, found, from, direction));
    if (line === undefined) {
      setMessage('Not found');
      return;
    }
    const isWrapped = direction > 0 ? line <= from : line >= from && from >= 0;
    cursor.current = line;
    setMessage(`Line ${line + 1}${isWrapped ? ', from the other end on' : ''}`);
    setAim({ line });
  };
  const copy = async (): Promise<void> => {
    const all = await asked(engine().followedText(form, side));
    if (all === undefined) return;
    const isCopied = await copyText(all);
    say(isCopied ? 'Copied the conversation' : 'The browser does not let this page copy');
  };
  const saveAs = (content: Blob, what: string, extension: string): void => {
    const name = exportName(store.getState().opened?.name ?? '', 'conversation', extension);
    saveFile(content, name);
    say(`Saved as ${what}: ${name}`);
  };
  const save = async (): Promise<void> => {
    const { label, extension } = formOf(form);
    const all = await asked(engine().followedText(form, side));
    if (all !== undefined) saveAs(new Blob([all], { type: 'text/plain;charset=utf-8' }), label, extension);
  };
  const saveOctets = async (): Promise<void> => {
    const octets = await asked(engine().followedOctets(side));
    if (octets !== undefined) saveAs(new Blob([Uint8Array.from(octets)]), 'octets', 'bin');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (event.key === 'Escape') leave(false);
    else if (event.key === 'F3') void find(event.shiftKey ? -1 : 1);
    else if (isCommand && event.key.toLowerCase() === 'f') {
      input.current?.focus();
      input.current?.select();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section ref={pane} className="pane follow-pane" data-pane="list" aria-label="Conversation" onKeyDown={onKeyDown}>
      <FollowBar
        view={view}
        form={form}
        side={side}
        text={text}
        message={message}
        findRef={input}
        onShow={(change) => {
          cursor.current = -1;
          setMessage('');
          // The same place in the other form: that of the shown packet.
          setAim(undefined);
          chosen.current = undefined;
          showFollowed(change);
        }}
        onText={(now) => {
          setText(now);
          setMessage('');
        }}
        onFind={(direction) => void find(direction)}
        onCopy={() => void copy()}
        onSave={() => void save()}
        onSaveOctets={() => void saveOctets()}
        onStop={() => void asked(engine().stopFollowing())}
        onGoOn={() => {
          if (view.next !== undefined) void followConversation(store, engine, view.next, true);
        }}
        onKeepFilter={() => leave(true)}
        onLeave={() => leave(false)}
      />
      {view.phase !== 'reading' && lines.count === 0 && view.octets[0] + view.octets[1] === 0 ? (
        <p className="follow-nothing" data-pane-focus="" tabIndex={-1}>
          The packets of this conversation carry no data
        </p>
      ) : (
        <FollowText
          lines={lines}
          of={of}
          lineHeight={isLarge ? 24 : 20}
          digits={digits}
          packet={packet}
          aim={aim}
          found={found}
          onPacket={(index) => {
            chosen.current = index;
            selectPacket(index);
          }}
          onCursor={(line) => {
            cursor.current = line;
          }}
        />
      )}
    </section>
  );
}

/** An answer, or undefined where the engine has stopped, which the page says elsewhere. */
async function asked<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}
