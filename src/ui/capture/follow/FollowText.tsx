// biome-ignore-all lint/a11y/useSemanticElements: no list element can hold lines of which only those in view exist
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react';
import type { FollowLine } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { visibleText } from '../details/visible-text.ts';
import { useVirtualList } from '../list/use-virtual-list.ts';
import { pageOf } from '../list/virtual-scroll.ts';
import type { FollowedLines } from './use-followed-lines.ts';

interface FollowTextProps {
  readonly lines: FollowedLines;
  /** Changes where lines are of another conversation or in another form: then the cursor is at the begin. */
  readonly of: string;
  readonly lineHeight: number;
  /** Digits of the largest packet number. */
  readonly digits: number;
  /** Packet whose details are shown. */
  readonly packet: number | undefined;
  /** Line that the page leads to; a new object leads there again. */
  readonly aim: { readonly line: number } | undefined;
  /** Text that stands out. */
  readonly found: string;
  readonly onPacket: (packet: number) => void;
  readonly onCursor: (line: number) => void;
}

const SIGNS = ['→', '←'] as const;
const SIDES = ['first end', 'second end'] as const;

/** What was said, line by line: only those in view exist. Enter and a click lead to the packet. */
export function FollowText(props: FollowTextProps): ReactNode {
  const { lines, of, lineHeight, digits, packet, aim, found, onPacket, onCursor } = props;
  const id = useId();
  const [place, setPlace] = useState({ of, line: 0 });
  const cursor = place.of === of ? Math.min(place.line, Math.max(0, lines.count - 1)) : 0;
  const { scroller, extent, spacer, height, visible, reveal } = useVirtualList(lines.count, lineHeight, 0);
  const { from, to, shift } = visible;

  useEffect(() => lines.want(from, to));
  useEffect(() => {
    if (aim === undefined) return;
    setPlace({ of, line: aim.line });
    reveal(aim.line);
  }, [aim, of, reveal]);

  const moveTo = (line: number): void => {
    const wanted = Math.min(Math.max(0, line), lines.count - 1);
    setPlace({ of, line: wanted });
    reveal(wanted);
    onCursor(wanted);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = movedTo(event.key, cursor, lines.count, pageOf(extent));
    const [first] = lines.line(cursor)?.spans ?? [];
    if (to !== undefined) moveTo(to);
    else if (event.key === 'Enter' && first !== undefined) onPacket(first.packet);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : undefined;
    const line = target?.closest('[data-line]');
    if (!(line instanceof HTMLElement) || getSelection()?.isCollapsed === false) return;
    const at = Number(line.dataset['line']);
    setPlace({ of, line: at });
    onCursor(at);
    const span = target?.closest('[data-packet]');
    const [first] = lines.line(at)?.spans ?? [];
    const wanted = span instanceof HTMLElement ? Number(span.dataset['packet']) : first?.packet;
    if (wanted !== undefined) onPacket(wanted);
  };

  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  return (
    <div
      ref={scroller}
      className="follow-text"
      role="listbox"
      aria-label="What was said"
      tabIndex={0}
      data-pane-focus=""
      aria-activedescendant={cursor >= from && cursor < to ? `${id}-${cursor}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className="follow-spacer" role="presentation" style={{ '--spacer': `${spacer}px` } as CSSProperties}>
        <div
          className="follow-window"
          role="presentation"
          style={
            {
              '--height': `${height}px`,
              '--shift': `${shift}px`,
              '--line-height': `${lineHeight}px`,
              '--digits': digits,
            } as CSSProperties
          }
        >
          {indexes.map((index) => (
            <Line
              key={index}
              id={`${id}-${index}`}
              index={index}
              line={lines.line(index)}
              before={lines.line(index - 1)}
              isCursor={index === cursor}
              packet={packet}
              found={found}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly id: string;
  readonly index: number;
  readonly line: FollowLine | undefined;
  /** The line before: a packet's number stands where it begins. */
  readonly before: FollowLine | undefined;
  readonly isCursor: boolean;
  readonly packet: number | undefined;
  readonly found: string;
}

function Line({ id, index, line, before, isCursor, packet, found }: LineProps): ReactNode {
  if (line === undefined)
    return (
      <div className="follow-line" role="option" tabIndex={-1} aria-selected={isCursor} id={id} data-line={index} />
    );
  const { side, label, spans } = line;
  const first = spans[0]?.packet;
  const isNew = first !== undefined && (index === 0 || before?.spans.at(-1)?.packet !== first);
  const kind = side === undefined ? 'follow-notice' : `follow-side-${side}`;
  return (
    <div
      className={`follow-line ${kind}${isCursor ? ' follow-cursor' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={isCursor}
      id={id}
      data-line={index}
    >
      <span className="follow-number">{isNew ? grouped(first + 1) : ''}</span>
      <span className="follow-sign" aria-label={side === undefined ? undefined : SIDES[side]} role="img">
        {side === undefined ? '' : SIGNS[side]}
      </span>
      {label === '' ? undefined : <span className="follow-label">{label}</span>}
      {spans.map((span, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line have no other identity
          key={at}
          className={span.packet === packet ? 'follow-shown' : undefined}
          data-packet={span.packet}
          title={`Packet ${grouped(span.packet + 1)}`}
        >
          {marked(shownText(span.text), found)}
        </span>
      ))}
    </div>
  );
}

/** Tabs stay: they are what text is laid out by. */
const shownText = (text: string): string => text.split('\t').map(visibleText).join('\t');

/** Text with what was looked for standing out. */
function marked(text: string, found: string): ReactNode {
  if (found === '') return text;
  const lower = text.toLowerCase();
  const wanted = found.toLowerCase();
  // Letters that grow when they become small would shift the places.
  if (lower.length !== text.length || !lower.includes(wanted)) return text;
  const parts: ReactNode[] = [];
  let done = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, done)) {
    parts.push(text.slice(done, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    done = at + wanted.length;
  }
  return [...parts, text.slice(done)];
}

function movedTo(key: string, line: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return line + 1;
    case 'ArrowUp':
      return line - 1;
    case 'PageDown':
      return line + page;
    case 'PageUp':
      return line - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
