import { memo, type ReactNode } from 'react';
import { SeveritySign } from '../../widgets/SignIcon.tsx';
import type { DigestVerdict, Severity } from '../../widgets/signs.ts';
import type { FieldType } from './field-type.ts';
import { VerdictWord } from './VerdictWord.tsx';
import './TreeRow.css';

export interface TreeRowProps {
  readonly id: string;
  readonly row: number;
  readonly depth: number;
  readonly label: string;
  readonly value: string;
  readonly type: FieldType;
  readonly generated: boolean;
  readonly mask: string | undefined;
  readonly position: number;
  readonly siblings: number;
  /** Undefined for rows without children. */
  readonly open: boolean | undefined;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly severity: Severity | undefined;
  readonly inside: Severity | undefined;
  readonly message: string | undefined;
  readonly verdict: DigestVerdict | undefined;
  /** Number of the packet that the value leads to, for people. */
  readonly link: number | undefined;
  /** It can be dragged to where its field is wanted. */
  readonly isDraggable: boolean;
}

const OCTETS: ReadonlySet<FieldType> = new Set(['bytes', 'undecoded', 'ether']);

/** No address of the page: the tree follows it. */
const linkTo = (packet: number) => ({ role: 'link', title: `Go to packet ${packet}`, 'data-link': '' });

/** One row of the packet's tree; mouse and keys are handled by the tree as a whole. */
export const TreeRow = memo(function TreeRow(props: TreeRowProps): ReactNode {
  const { type, open, severity, inside, value, generated, link } = props;
  const tone = severity ? `own-${severity}` : inside ? `inside-${inside}` : '';
  const state = `${props.selected ? 'selected' : ''} ${props.hovered ? 'hovered' : ''}`;
  return (
    // Rows never take the focus themselves: the tree has it and names the active one.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={props.id}
      className={`tree-row ${type} ${generated ? 'generated' : ''} ${tone} ${state}`}
      role="treeitem"
      aria-level={props.depth + 1}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
      aria-selected={props.selected}
      aria-expanded={open}
      title={props.message}
      data-row={props.row}
      draggable={props.isDraggable}
      style={{ '--depth': props.depth } as React.CSSProperties}
    >
      <svg className={`tree-row-twisty ${open ? 'open' : ''}`} viewBox="0 0 16 16" aria-hidden="true" data-twisty="">
        {open === undefined ? null : <path d="m6 4 4 4-4 4" />}
      </svg>
      {severity ? <SeveritySign severity={severity} /> : null}
      {props.mask === undefined ? null : (
        <span className="tree-row-mask" aria-hidden="true">
          {props.mask}
        </span>
      )}
      {generated ? <span className="tree-row-bracket">[</span> : null}
      <span className="tree-row-label">{value === '' ? props.label : `${props.label}:`}</span>
      {value === '' ? null : (
        <bdi
          className={`tree-row-value ${OCTETS.has(type) ? 'octets' : ''} ${link === undefined ? '' : 'link'}`}
          {...(link === undefined ? {} : linkTo(link))}
        >
          {value}
        </bdi>
      )}
      {generated ? <span className="tree-row-bracket">]</span> : null}
      {props.verdict ? <VerdictWord verdict={props.verdict} /> : null}
      {inside && !severity && open === false ? <SeveritySign severity={inside} /> : null}
    </div>
  );
});
