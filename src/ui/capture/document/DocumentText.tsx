// biome-ignore-all lint/a11y/useSemanticElements: no list element can hold lines of which only those in view exist
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react';
import { copyAs, type OnAction } from '../details/actions.ts';
import { lengthText, positionText } from '../details/tree-model.ts';
import { showRow, useViewport, windowOf } from '../details/use-viewport.ts';
import { visibleText } from '../details/visible-text.ts';
import { DocumentLine } from './DocumentLine.tsx';
import { bitsOf, type DocumentModel, lineAt, movePart, partAround, type Range, textOf } from './document-model.ts';

interface DocumentTextProps {
  readonly model: DocumentModel;
  /** Parts that are selected and under the pointer, -1 for none. */
  readonly selected: number;
  readonly hovered: number;
  readonly onSelect: (bits: Range) => void;
  readonly onHover: (bits: Range | undefined) => void;
  readonly lineHeight: number;
  readonly onAction?: OnAction | undefined;
}

const NOWHERE: Range = { start: 0, end: 0 };
const SAID_CHARACTERS = 80;

/** Lines of a document, of which only those in view exist; keys walk through its parts. */
export function DocumentText(props: DocumentTextProps): ReactNode {
  const { model, selected, hovered, lineHeight, onSelect, onHover, onAction } = props;
  const id = useId();
  const viewport = useViewport();
  const [place, setPlace] = useState({ part: 0, selected: -2 });
  // The cursor leaves the selected part by keys only; a new selection fetches it.
  const cursor = place.selected === selected ? place.part : Math.max(0, selected);
  const count = model.starts.length;
  const cursorText = model.parts === 0 ? NOWHERE : textOf(model, cursor);
  const cursorLine = lineAt(model, cursorText.start);
  const isMoved = place.selected === selected;

  const isMeasured = viewport.height > 0;
  useEffect(() => {
    if (!isMeasured || (selected < 0 && !isMoved)) return undefined;
    const element = viewport.ref.current;
    showRow(element, cursorLine, lineHeight);
    // Lines are drawn after the scroll: only then is it known whether the part is seen sideways.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() =>
        element?.querySelector('.document-cursor')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      );
    });
    return () => cancelAnimationFrame(frame);
  }, [cursorLine, selected, isMoved, isMeasured, lineHeight, viewport.ref]);

  const choose = (part: number): void => {
    if (part < 0 || part >= model.parts) return;
    const bits = bitsOf(model, part);
    if (bits.end > bits.start) onSelect(bits);
  };
  const hover = (part: number): void => {
    const bits = part < 0 || part >= model.parts ? NOWHERE : bitsOf(model, part);
    onHover(bits.end > bits.start ? bits : undefined);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.altKey || event.metaKey || event.shiftKey) return;
    if (event.ctrlKey) {
      // What the user has marked is the browser's to copy.
      if (key.toLowerCase() !== 'c' || !(getSelection()?.isCollapsed ?? true)) return;
      event.preventDefault();
      copyAs('the part as XML', model.document.text.slice(cursorText.start, cursorText.end), onAction);
      return;
    }
    if (key === 'PageDown' || key === 'PageUp') {
      const page = Math.max(1, Math.floor(viewport.height / lineHeight) - 1) * (key === 'PageUp' ? -1 : 1);
      const line = Math.min(Math.max(0, cursorLine + page), count - 1);
      const wanted = nextPartFrom(model, model.starts[line] ?? 0);
      setPlace({ part: wanted, selected });
      hover(wanted);
    } else if (key === 'Enter' || key === ' ') choose(cursor);
    else {
      const part = movePart(model, cursor, key);
      if (part === undefined) return;
      setPlace({ part, selected });
      hover(part);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent): void => {
    const marked = getSelection();
    if (marked === null || marked.isCollapsed) {
      choose(partOf(event.target));
      return;
    }
    // Text that was marked with the pointer stands for the smallest part around it.
    const ends = [partOf(marked.anchorNode), partOf(marked.focusNode)] as const;
    if (ends[0] >= 0 && ends[1] >= 0) choose(partAround(model, ends[0], ends[1]));
  };

  const { from, to } = windowOf(viewport, lineHeight, count, 16);
  const clipped = (part: number, line: Range): Range => {
    if (part < 0 || part >= model.parts) return NOWHERE;
    const { start, end } = textOf(model, part);
    const range = { start: Math.max(start, line.start), end: Math.min(end, line.end) };
    return range.end > range.start ? range : NOWHERE;
  };
  return (
    <>
      <div
        ref={viewport.ref}
        className="document-text"
        role="listbox"
        aria-label={`${visibleText(model.document.label)} as XML`}
        aria-multiselectable="true"
        tabIndex={0}
        data-pane-focus=""
        aria-activedescendant={cursorLine >= from && cursorLine < to ? `${id}-${cursorLine}` : undefined}
        onScroll={viewport.onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onBlur={() => onHover(undefined)}
        onPointerOver={(event: PointerEvent) => {
          if (!event.ctrlKey && event.buttons === 0) hover(partOf(event.target));
        }}
        onPointerLeave={(event) => {
          if (!event.ctrlKey) onHover(undefined);
        }}
      >
        <div
          className="document-lines"
          role="presentation"
          style={
            {
              '--before': `${from * lineHeight}px`,
              '--after': `${Math.max(0, count - to) * lineHeight}px`,
              '--line-height': `${lineHeight}px`,
              '--digits': String(model.lines).length,
            } as CSSProperties
          }
        >
          {Array.from({ length: Math.max(0, to - from) }, (_, at) => {
            const line = from + at;
            const range = { start: model.starts[line] ?? 0, end: model.starts[line + 1] ?? model.document.text.length };
            const sel = clipped(selected, range);
            const hov = clipped(hovered, range);
            const cur = clipped(cursor, range);
            return (
              <DocumentLine
                key={line}
                id={`${id}-${line}`}
                model={model}
                line={line}
                selStart={sel.start}
                selEnd={sel.end}
                hovStart={hov.start}
                hovEnd={hov.end}
                curStart={cur.start}
                curEnd={cur.end}
              />
            );
          })}
        </div>
      </div>
      <p className="unseen" aria-live="polite">
        {isMoved ? saidOf(model, cursor) : ''}
      </p>
    </>
  );
}

function partOf(target: EventTarget | null): number {
  const element = target instanceof Element ? target : target instanceof Node ? target.parentElement : null;
  const piece = element?.closest('[data-part]');
  return piece instanceof HTMLElement ? Number(piece.dataset['part']) : -1;
}

/** The first part that starts at or behind a place of the text. */
function nextPartFrom(model: DocumentModel, at: number): number {
  for (let part = 0; part < model.parts; part++) if (textOf(model, part).start >= at) return part;
  return Math.max(0, model.parts - 1);
}

function saidOf(model: DocumentModel, part: number): string {
  const { start, end } = textOf(model, part);
  const bits = bitsOf(model, part);
  const text = visibleText(
    model.document.text.slice(start, Math.min(end, start + SAID_CHARACTERS)).replace(/\s+/g, ' '),
  );
  const where =
    bits.end > bits.start ? `${positionText(bits.start, bits.end)}, ${lengthText(bits.end - bits.start)}` : '';
  return `${text}; ${where}`;
}
