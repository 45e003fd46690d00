import type { CSSProperties, ReactNode } from 'react';
import type { CraftEdit, CraftNode, FieldView } from '../../../worker/api.ts';
import { visibleText } from '../../capture/details/visible-text.ts';
import { CopyIcon, FoldIcon, PinIcon, RemoveIcon, UnpinIcon } from '../icons.tsx';
import { FieldInput } from './FieldInput.tsx';
import { isGroup } from './form-rows.ts';

export interface FormLineProps {
  readonly id: string;
  readonly node: CraftNode;
  readonly field: FieldView;
  readonly isFolded: boolean;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  readonly draft: string | undefined;
  readonly hasFault: boolean;
  readonly base: 'dec' | 'hex' | undefined;
  readonly revision: number;
  readonly top: number;
  readonly onFold: () => void;
  readonly onBase: (base: 'dec' | 'hex') => void;
  readonly onSet: (text: string) => void;
  readonly onEdit: (edit: Exclude<CraftEdit, { kind: 'set' }>) => void;
  readonly onDocument: () => void;
}

/** One node of the description: its name, its value, and whether that is worked out. */
export function FormLine(props: FormLineProps): ReactNode {
  const { id, node, field, isFolded, isSelected, isHovered, hasFault, top } = props;
  const { label, filter } = field;
  const inputId = `${id}-input`;
  const style = { '--top': `${top}px`, '--depth': node.depth } as CSSProperties;
  const marks = `${isSelected ? ' form-selected' : ''}${isHovered ? ' form-hovered' : ''}${hasFault ? ' form-wrong' : ''}`;
  const actions = <Actions {...props} />;
  if (isGroup(node)) {
    return (
      <div className={`form-line form-${node.kind}${marks}`} style={style} data-path={node.path} id={id}>
        <button type="button" className="form-fold" aria-expanded={!isFolded} onClick={props.onFold}>
          <FoldIcon />
          <span className="form-heading">{label}</span>
          {node.kind === 'layer' ? <code className="form-filter">{filter}</code> : undefined}
          {node.text === '' ? undefined : <span className="form-summary">{visibleText(node.text)}</span>}
        </button>
        {actions}
      </div>
    );
  }
  return (
    <div
      className={`form-line form-field${node.computed === 'no' ? '' : ` form-${node.computed}`}${marks}`}
      style={style}
      data-path={node.path}
      id={id}
    >
      <label className="form-label" htmlFor={inputId} title={`${label} (${filter})`}>
        {label}
      </label>
      <FieldInput
        id={inputId}
        node={node}
        label={label}
        draft={props.draft}
        hasFault={hasFault}
        describedBy={
          [hasFault ? `${id}-fault` : '', node.computed === 'no' ? '' : `${id}-computed`].join(' ').trim() || undefined
        }
        revision={props.revision}
        base={props.base}
        onBase={props.onBase}
        onSet={props.onSet}
        onDocument={props.onDocument}
      />
      {actions}
    </div>
  );
}

/** What can be done with a node besides giving it a value. */
function Actions({ id, node, field, onSet, onEdit }: FormLineProps): ReactNode {
  const { path, computed, isRepeatable } = node;
  const { label } = field;
  return (
    <span className="form-actions">
      {computed === 'no' ? undefined : (
        <span className="form-state" id={`${id}-computed`}>
          {computed === 'computed' ? 'worked out' : 'pinned'}
        </span>
      )}
      {computed === 'computed' ? (
        <IconButton label={`Pin ${label} to this value`} onClick={() => onSet(node.text)} Icon={PinIcon} />
      ) : undefined}
      {computed === 'pinned' ? (
        <IconButton
          label={`Unpin ${label}: work it out again`}
          onClick={() => onEdit({ kind: 'unpin', path })}
          Icon={UnpinIcon}
        />
      ) : undefined}
      {isRepeatable ? (
        <>
          <IconButton
            label={`Duplicate ${label}`}
            onClick={() => onEdit({ kind: 'duplicate', path })}
            Icon={CopyIcon}
          />
          <IconButton label={`Remove ${label}`} onClick={() => onEdit({ kind: 'remove', path })} Icon={RemoveIcon} />
        </>
      ) : undefined}
    </span>
  );
}

function IconButton({
  label,
  onClick,
  Icon,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly Icon: () => ReactNode;
}): ReactNode {
  return (
    <button type="button" className="form-icon" aria-label={label} title={label} onClick={onClick}>
      <Icon />
    </button>
  );
}
