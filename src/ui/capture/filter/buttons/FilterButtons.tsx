import { DropdownMenu } from 'radix-ui';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { SavedFilter } from '../../../state/filter-book.ts';
import { CopyMenu } from '../../../widgets/CopyMenu.tsx';
import { CheckIcon, SortedDownIcon, SubmenuIcon } from '../../../widgets/icons.tsx';
import { visibleText } from '../../details/visible-text.ts';
import { filterInShort } from '../filter-words.ts';
import { type ButtonGroup, type ButtonNode, type FilterButton, fitting, isApplied } from './button-nodes.ts';
import '../../../widgets/Menu.css';
import '../FilterMenus.css';
import './FilterButtons.css';

export interface FilterButtonsProps {
  readonly nodes: readonly ButtonNode[];
  /** The filter that holds. */
  readonly applied: string;
  /** The filter holds at once, or is only put into the bar. */
  readonly onUse: (filter: SavedFilter, isPrepared: boolean) => void;
  readonly onEdit: () => void;
  /** The filter stays saved. */
  readonly onRemove: (filter: SavedFilter) => void;
}

const MORE = 76;
const GAP = 4;

/** Saved filters as a row of buttons; what has no room stands in a menu at its end. */
export function FilterButtons(props: FilterButtonsProps): ReactNode {
  const { nodes, applied } = props;
  /** The button that Tab leads to; arrow keys lead from one to the next. */
  const [at, setAt] = useState(0);
  const row = useRef<HTMLDivElement>(null);
  const measure = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(nodes.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other buttons have other widths
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return;
    const layOut = (): void => {
      const widths = Array.from(measure.current?.children ?? [], ({ clientWidth }) => clientWidth);
      setCount(fitting(widths, element.clientWidth, GAP, MORE));
    };
    const observer = new ResizeObserver(layOut);
    observer.observe(element);
    layOut();
    return () => observer.disconnect();
  }, [nodes]);
  const others = nodes.slice(count);
  const last = others.length > 0 ? count : nodes.length - 1;
  const tabbed = (place: number): 0 | -1 => (place === Math.min(at, last) ? 0 : -1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Keys of an open menu come through here too.
    if (event.ctrlKey || event.altKey || event.metaKey || !event.currentTarget.contains(event.target as Node)) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    chipsOf(row.current)[(to + last + 1) % (last + 1)]?.focus();
  };
  return (
    <div className="filter-buttons">
      <div
        ref={row}
        className="filter-buttons-row"
        role="toolbar"
        aria-label="Filter buttons"
        onKeyDown={onKeyDown}
        onFocus={({ target }) => setAt(Math.max(0, chipsOf(row.current).indexOf(target)))}
      >
        {nodes
          .slice(0, count)
          .map((node, place) =>
            node.kind === 'group' ? (
              <GroupButton key={`group ${node.label}`} {...props} group={node} tabIndex={tabbed(place)} />
            ) : (
              <OneButton key={node.filter.name} {...props} node={node} tabIndex={tabbed(place)} />
            ),
          )}
        {others.length === 0 ? undefined : (
          <GroupButton
            {...props}
            group={{ kind: 'group', label: 'More', nodes: others }}
            tabIndex={tabbed(count)}
            title="Further filter buttons"
          />
        )}
      </div>
      <div ref={measure} className="filter-buttons-measure" aria-hidden="true">
        {nodes.map((node) => (
          <span key={`${node.kind} ${node.kind === 'group' ? node.label : node.filter.name}`} className="filter-chip">
            <Label node={node} applied={applied} />
          </span>
        ))}
      </div>
    </div>
  );
}

const chipsOf = (row: HTMLElement | null): readonly HTMLElement[] =>
  Array.from(row?.querySelectorAll<HTMLElement>('.filter-chip') ?? []);

/** As it stands in the button. */
function Label({ node, applied }: { readonly node: ButtonNode; readonly applied: string }): ReactNode {
  return (
    <>
      {isApplied(node, applied) ? <CheckIcon /> : undefined}
      <span className="filter-chip-label">{visibleText(node.label)}</span>
      {node.kind === 'group' ? <SortedDownIcon /> : undefined}
    </>
  );
}

const titleOf = ({ text, comment }: SavedFilter): string =>
  [comment === undefined ? [] : visibleText(comment), filterInShort(text), 'Shift puts it into the filter bar only']
    .flat()
    .join('\n');

interface InRow extends FilterButtonsProps {
  readonly tabIndex: 0 | -1;
}

function OneButton(props: InRow & { readonly node: FilterButton }): ReactNode {
  const { node, tabIndex, applied, onUse, onEdit, onRemove } = props;
  const { filter } = node;
  return (
    <CopyMenu
      entries={() => [
        { id: 'apply', label: 'Apply', run: () => onUse(filter, false) },
        { id: 'prepare', label: 'Prepare', run: () => onUse(filter, true) },
        { id: 'edit', label: 'Edit filter buttons...', separator: true, run: onEdit },
        { id: 'remove', label: 'Remove this button', run: () => onRemove(filter) },
      ]}
    >
      <button
        type="button"
        className="filter-chip"
        tabIndex={tabIndex}
        aria-pressed={isApplied(node, applied)}
        title={titleOf(filter)}
        onClick={({ shiftKey }) => onUse(filter, shiftKey)}
      >
        <Label node={node} applied={applied} />
      </button>
    </CopyMenu>
  );
}

/** Menus open inside the place, so that they belong to its landmark. */
const home = (): HTMLElement | null => document.querySelector('main');

interface GroupProps extends InRow {
  readonly group: ButtonGroup;
  readonly title?: string;
}

function GroupButton({ group, title, tabIndex, applied, onUse, onEdit }: GroupProps): ReactNode {
  // What a menu tells of a choice does not say whether Shift was held.
  const isShift = useRef(false);
  const note = ({ shiftKey }: KeyboardEvent | PointerEvent): void => {
    isShift.current = shiftKey;
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="filter-chip"
        tabIndex={tabIndex}
        data-applied={isApplied(group, applied) ? '' : undefined}
        title={title ?? group.nodes.map(({ label }) => visibleText(label)).join(', ')}
      >
        <Label node={group} applied={applied} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home()}>
        <DropdownMenu.Content
          className="menu filter-menu"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onKeyDownCapture={note}
          onPointerUpCapture={note}
        >
          <Nodes nodes={group.nodes} applied={applied} onChoose={(filter) => onUse(filter, isShift.current)} />
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item filter-chip-item" onSelect={onEdit}>
            Edit filter buttons...
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface NodesProps {
  readonly nodes: readonly ButtonNode[];
  readonly applied: string;
  readonly onChoose: (filter: SavedFilter) => void;
}

function Nodes({ nodes, applied, onChoose }: NodesProps): ReactNode {
  return nodes.map((node) =>
    node.kind === 'group' ? (
      <DropdownMenu.Sub key={`group ${node.label}`}>
        <DropdownMenu.SubTrigger className="menu-item filter-chip-item">
          {visibleText(node.label)}
          <SubmenuIcon />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal container={home()}>
          <DropdownMenu.SubContent className="menu filter-menu" collisionPadding={8}>
            <Nodes nodes={node.nodes} applied={applied} onChoose={onChoose} />
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    ) : (
      <DropdownMenu.CheckboxItem
        key={node.filter.name}
        className="menu-item filter-chip-item"
        checked={isApplied(node, applied)}
        textValue={node.label}
        title={titleOf(node.filter)}
        onSelect={() => onChoose(node.filter)}
      >
        <DropdownMenu.ItemIndicator className="menu-check">
          <CheckIcon />
        </DropdownMenu.ItemIndicator>
        <span className="filter-menu-name">{visibleText(node.label)}</span>
        <span className="filter-menu-text">{filterInShort(node.filter.text)}</span>
      </DropdownMenu.CheckboxItem>
    ),
  );
}
