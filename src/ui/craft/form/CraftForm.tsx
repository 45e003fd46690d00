import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Catalogue, CraftEdit, CraftFault, CraftNode } from '../../../worker/api.ts';
import { showRow, useViewport, windowOf } from '../../capture/details/use-viewport.ts';
import type { Spot } from '../../state/craft.ts';
import { FormLine } from './FormLine.tsx';
import { around, type FormRow, faultsByNode, formRows, isGroup } from './form-rows.ts';
import './CraftForm.css';

export interface CraftFormProps {
  readonly nodes: readonly CraftNode[];
  readonly catalogue: Catalogue;
  readonly faults: readonly CraftFault[];
  readonly drafts: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
  readonly folded: Readonly<Record<number, boolean>>;
  readonly selected: Spot | undefined;
  readonly hovered: Spot | undefined;
  readonly rowHeight: number;
  /** Changes with undo. */
  readonly revision: number;
  readonly onFold: (field: number, isFolded: boolean) => void;
  readonly onSelect: (spot: Spot) => void;
  readonly onHover: (spot: Spot | undefined) => void;
  readonly onSet: (path: string, text: string) => void;
  readonly onEdit: (edit: Exclude<CraftEdit, { kind: 'set' }>) => void;
  readonly onDocument: (path: string) => void;
}

const NO_FIELD: Catalogue['fields'][number] = {
  filter: '',
  label: 'Unknown field',
  type: 'undecoded',
  spec: undefined,
  doc: undefined,
  generated: false,
};

/** The description as a stack of layers, each a form; only the lines that are seen exist. */
export function CraftForm(props: CraftFormProps): ReactNode {
  const { nodes, catalogue, faults, drafts, refused, folded, selected, hovered, rowHeight, onFold, onSelect } = props;
  const id = useId();
  const viewport = useViewport();
  const [bases, setBases] = useState<Readonly<Record<number, 'dec' | 'hex'>>>({});
  const [focused, setFocused] = useState<string>();
  const wrong = useMemo(() => faultsByNode(nodes, faults, refused), [nodes, faults, refused]);
  const rows = useMemo(() => formRows(nodes, ({ field }) => folded[field] ?? false, wrong), [nodes, folded, wrong]);
  const layers = useMemo(() => nodes.filter(({ kind }) => kind === 'layer'), [nodes]);

  // What was chosen elsewhere is shown: folded nodes around it open, then it scrolls into view.
  const path = selected?.path;
  const isFromHere = selected?.from === 'form';
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (path === undefined || isFromHere) return;
    wanted.current = path;
    const index = nodes.findIndex((node) => node.path === path);
    for (const { field } of around(nodes, index)) if (folded[field]) onFold(field, false);
  }, [path, isFromHere, nodes, folded, onFold]);
  const { ref, height } = viewport;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice scrolls too, where no row has changed
  useEffect(() => {
    const place = rows.findIndex((row) => row.kind === 'node' && row.node.path === wanted.current);
    if (place < 0 || height === 0) return;
    showRow(ref.current, place, rowHeight);
    wanted.current = undefined;
  }, [rows, height, rowHeight, path, ref]);

  const spotOf = (node: CraftNode): Spot => ({ path: node.path, start: node.start, end: node.end, from: 'form' });
  const nodeAt = (target: EventTarget): CraftNode | undefined => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
    return line === null ? undefined : nodes.find((node) => node.path === line.dataset['path']);
  };
  const { from, to } = windowOf(viewport, rowHeight, rows.length);
  // The line with the keyboard stays where it is when it is scrolled away.
  const kept = focused === undefined ? -1 : rows.findIndex((row) => row.kind === 'node' && row.node.path === focused);
  const shown = rows.slice(from, to).map((row, at) => ({ row, place: from + at }));
  const all =
    kept < 0 || (kept >= from && kept < to)
      ? shown
      : [...shown, ...rows.slice(kept, kept + 1).map((row) => ({ row, place: kept }))];
  return (
    <div className="craft-form">
      <nav className="form-stack" aria-label="Layers">
        {layers.map((layer) => (
          <button
            key={layer.path}
            type="button"
            className={path?.startsWith(layer.path) ? 'form-stack-layer form-stack-on' : 'form-stack-layer'}
            onClick={() => {
              onFold(layer.field, false);
              onSelect({ ...spotOf(layer), from: 'findings' });
            }}
          >
            {(catalogue.fields[layer.field] ?? NO_FIELD).label}
          </button>
        ))}
      </nav>
      {wrong.rest.length === 0 ? undefined : (
        <ul className="form-rest" aria-label="Faults of the description">
          {wrong.rest.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing at a line points at its octets; keys do it by focus */}
      <div
        ref={ref}
        className="form-lines"
        onScroll={viewport.onScroll}
        onMouseMove={(event) => {
          const node = nodeAt(event.target);
          if (node?.path !== hovered?.path) props.onHover(node && spotOf(node));
        }}
        onMouseLeave={() => props.onHover(undefined)}
        onFocus={(event) => {
          const node = nodeAt(event.target);
          setFocused(node?.path);
          if (node !== undefined && node.path !== path) onSelect(spotOf(node));
        }}
        onBlur={() => setFocused(undefined)}
      >
        <div className="form-extent" style={{ '--extent': `${rows.length * rowHeight}px` } as React.CSSProperties}>
          {all
            .sort((a, b) => a.place - b.place)
            .map(({ row, place }) =>
              row.kind === 'fault' ? (
                <Fault key={`${row.path} ${row.message}`} row={row} id={id} top={place * rowHeight} />
              ) : (
                <FormLine
                  key={row.node.path}
                  id={`${id}${row.node.path}`}
                  node={row.node}
                  field={catalogue.fields[row.node.field] ?? NO_FIELD}
                  isFolded={row.isFolded}
                  isSelected={row.node.path === path}
                  isHovered={hovered !== undefined && hovered.from !== 'form' && row.node.path === hovered.path}
                  draft={drafts[row.node.path]}
                  hasFault={wrong.at.has(row.node.path) && !isGroup(row.node)}
                  base={bases[row.node.field]}
                  revision={props.revision}
                  top={place * rowHeight}
                  onFold={() => onFold(row.node.field, !row.isFolded)}
                  onBase={(base) => setBases({ ...bases, [row.node.field]: base })}
                  onSet={(text) => props.onSet(row.node.path, text)}
                  onEdit={props.onEdit}
                  onDocument={() => props.onDocument(row.node.path)}
                />
              ),
            )}
        </div>
      </div>
    </div>
  );
}

function Fault({
  row,
  id,
  top,
}: {
  readonly row: Extract<FormRow, { kind: 'fault' }>;
  readonly id: string;
  readonly top: number;
}): ReactNode {
  return (
    <p
      className="form-line form-fault"
      id={`${id}${row.path}-fault`}
      title={row.message}
      style={{ '--top': `${top}px`, '--depth': row.depth } as React.CSSProperties}
    >
      <span className="sign sign-error" aria-hidden="true">
        !
      </span>
      {row.message}
    </p>
  );
}
