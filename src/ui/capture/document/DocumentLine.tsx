// biome-ignore-all lint/a11y/useSemanticElements: no list element can hold lines of which only those in view exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the keyboard and names its active line
import { memo, type ReactNode, useMemo } from 'react';
import { visibleText } from '../details/visible-text.ts';
import { type DocumentModel, piecesOf } from './document-model.ts';
import type { Tint } from './xml-tints.ts';

interface DocumentLineProps {
  readonly id: string;
  readonly model: DocumentModel;
  readonly line: number;
  /** Places in the text; equal when nothing on the line is meant. */
  readonly selStart: number;
  readonly selEnd: number;
  readonly hovStart: number;
  readonly hovEnd: number;
  readonly curStart: number;
  readonly curEnd: number;
}

// Line ends and tabs stand as they are in a document; everything else that cannot be seen is shown as an escape.
const shown = (text: string): string => text.split('\t').map(visibleText).join('\t');

/** One line: its number and its pieces. */
export const DocumentLine = memo(function DocumentLine(props: DocumentLineProps): ReactNode {
  const { id, model, line, selStart, selEnd, hovStart, hovEnd, curStart, curEnd } = props;
  const pieces = useMemo(() => piecesOf(model, line), [model, line]);
  const number = model.numbers[line] ?? 0;
  const isSelected = selEnd > selStart;
  return (
    <div
      role="option"
      id={id}
      className={isSelected ? 'document-line document-line-selected' : 'document-line'}
      aria-selected={isSelected}
      aria-setsize={model.starts.length}
      aria-posinset={line + 1}
    >
      <span className="document-number" aria-hidden="true">
        {number === 0 ? '↪' : number}
      </span>
      <span className="document-code">
        {pieces.map(({ start, end, part, tint }) => (
          <span
            key={start}
            data-part={part < 0 ? undefined : part}
            className={classOf(tint, [
              ['document-selected', start >= selStart && end <= selEnd],
              ['document-hovered', start >= hovStart && end <= hovEnd],
              ['document-cursor', start >= curStart && end <= curEnd],
            ])}
          >
            {shown(model.document.text.slice(start, end))}
          </span>
        ))}
      </span>
    </div>
  );
});

function classOf(tint: Tint, marks: readonly (readonly [name: string, on: boolean])[]): string {
  return [`document-${tint}`, ...marks.filter(([, on]) => on).map(([name]) => name)].join(' ');
}
