import { Menubar } from 'radix-ui';
import { memo, type ReactNode, useState, useSyncExternalStore } from 'react';
import type { Action, ActionGroup } from '../actions/actions.ts';
import { menuItems } from '../actions/menu-items.ts';
import { printed } from '../actions/shortcut.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import {
  CheckIcon,
  FolderIcon,
  HelpIcon,
  KeyIcon,
  LayersIcon,
  MoonIcon,
  PasteIcon,
  SubmenuIcon,
  SunIcon,
} from '../widgets/icons.tsx';
import { useApp, useAppState } from './context.ts';
import { Logo } from './Logo.tsx';
import '../widgets/Menu.css';
import './TopBar.css';

/** Menus in their order; a line stands before the actions named here. */
const MENUS: readonly ActionGroup[] = ['File', 'Edit', 'Go', 'View', 'Craft', 'Tools', 'Help'];
const LINE_BEFORE: ReadonlySet<string> = new Set([
  'stop',
  'merge',
  'filter',
  'find',
  'mark',
  'ignore',
  'time-reference',
  'comment',
  'follow',
  'first',
  'back',
  'copy-bytes-hex',
  'next-finding',
  'next-pane',
  'colour-rows',
  'maximise',
  'tab-fields',
  'show-octets',
  'time-first',
  'theme-light',
  'font',
  'craft-start',
  'craft-undo',
  'craft-edit',
  'craft-next-difference',
  'craft-export',
  'shortcuts',
]);

/** Name, menus and the handful of buttons that are needed all the time. */
export const TopBar = memo(function TopBar(): ReactNode {
  const { actions } = useApp();
  // Menus open inside the bar, so that they belong to its landmark.
  const [bar, setBar] = useState<HTMLElement | null>(null);
  return (
    <header className="top-bar" ref={setBar}>
      <span className="top-bar-name">
        <Logo />
        <span className="top-bar-word">Pushscope</span>
      </span>
      <Menubar.Root className="top-bar-menus" aria-label="Menus">
        {MENUS.map((group) => (
          <Menu key={group} group={group} home={bar} actions={actions.filter((action) => action.group === group)} />
        ))}
      </Menubar.Root>
      <Places />
      <FileName />
      <Tools />
    </header>
  );
});

function FileName(): ReactNode {
  const name = useAppState((state) => state.status?.name ?? state.opened?.name);
  return (
    <span className="top-bar-file" title={name}>
      {name}
    </span>
  );
}

const PLACES = [
  { id: 'capture', label: 'Capture' },
  { id: 'craft', label: 'Craft' },
  { id: 'statistics', label: 'Statistics' },
] as const;

function Places(): ReactNode {
  const place = useAppState((state) => state.place);
  const showPlace = useAppState((state) => state.showPlace);
  return (
    <nav className="top-bar-places" aria-label="Places">
      {PLACES.map(({ id, label }) => (
        <button key={id} type="button" aria-current={place === id ? 'page' : undefined} onClick={() => showPlace(id)}>
          {label}
        </button>
      ))}
    </nav>
  );
}

interface MenuProps {
  readonly group: ActionGroup;
  readonly actions: readonly Action[];
  readonly home: HTMLElement | null;
}

function Menu({ group, actions, home }: MenuProps): ReactNode {
  return (
    <Menubar.Menu>
      <Menubar.Trigger className="top-bar-menu">{group}</Menubar.Trigger>
      <Menubar.Portal container={home}>
        <Menubar.Content className="menu top-bar-list" align="start" sideOffset={4} collisionPadding={8}>
          {menuItems(actions).map((item) =>
            'actions' in item ? (
              <Submenu key={item.label} label={item.label} actions={item.actions} home={home} />
            ) : (
              <MenuItem key={item.id} action={item} hasLine={LINE_BEFORE.has(item.id)} />
            ),
          )}
        </Menubar.Content>
      </Menubar.Portal>
    </Menubar.Menu>
  );
}

interface SubmenuProps extends Pick<MenuProps, 'actions' | 'home'> {
  readonly label: string;
}

function Submenu({ label, actions, home }: SubmenuProps): ReactNode {
  return (
    <>
      {actions.some(({ id }) => LINE_BEFORE.has(id)) ? <Menubar.Separator className="menu-line" /> : undefined}
      <Menubar.Sub>
        <Menubar.SubTrigger className="menu-item">
          {label}
          <SubmenuIcon />
        </Menubar.SubTrigger>
        <Menubar.Portal container={home}>
          <Menubar.SubContent className="menu top-bar-list" collisionPadding={8}>
            {actions.map((action) => (
              <MenuItem key={action.id} action={action} hasLine={false} />
            ))}
          </Menubar.SubContent>
        </Menubar.Portal>
      </Menubar.Sub>
    </>
  );
}

function MenuItem({ action, hasLine }: { readonly action: Action; readonly hasLine: boolean }): ReactNode {
  const { label, submenu, swatch, run, when, isOn = never } = action;
  const isEnabled = useAppState(when);
  const isChosen = useAppState(isOn);
  const [keys] = action.keys;
  const content = (
    <>
      {swatch === undefined ? undefined : <span className={`menu-swatch ${swatch}`} aria-hidden="true" />}
      {submenu?.short ?? label}
      {keys === undefined ? undefined : <span className="menu-keys">{printed(keys, isMac())}</span>}
    </>
  );
  return (
    <>
      {hasLine ? <Menubar.Separator className="menu-line" /> : undefined}
      {action.isOn === undefined ? (
        <Menubar.Item className="menu-item" disabled={!isEnabled} onSelect={run}>
          {content}
        </Menubar.Item>
      ) : (
        <Menubar.CheckboxItem className="menu-item" disabled={!isEnabled} checked={isChosen} onSelect={run}>
          <Menubar.ItemIndicator className="menu-check">
            <CheckIcon />
          </Menubar.ItemIndicator>
          {content}
        </Menubar.CheckboxItem>
      )}
    </>
  );
}

const never = (): boolean => false;

const TOOLS: readonly { readonly id: string; readonly icon: () => ReactNode }[] = [
  { id: 'open', icon: FolderIcon },
  { id: 'paste', icon: PasteIcon },
  { id: 'keys', icon: KeyIcon },
  { id: 'decode-as', icon: LayersIcon },
];

const DARK = matchMedia('(prefers-color-scheme: dark)');

function onScheme(listener: () => void): () => void {
  DARK.addEventListener('change', listener);
  return () => DARK.removeEventListener('change', listener);
}

function Tools(): ReactNode {
  const { actions } = useApp();
  const theme = useAppState(({ layout }) => layout.theme);
  const isSystemDark = useSyncExternalStore(onScheme, () => DARK.matches);
  const isDark = theme === 'dark' || (theme === 'system' && isSystemDark);
  const changeLayout = useAppState((state) => state.changeLayout);
  const shortcuts = actions.find(({ id }) => id === 'shortcuts');
  return (
    <div className="top-bar-tools" role="toolbar" aria-label="Tools">
      {TOOLS.map(({ id, icon }) => {
        const action = actions.find((other) => other.id === id);
        return action === undefined ? undefined : <ToolButton key={id} action={action} Icon={icon} />;
      })}
      <span className="top-bar-gap" />
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label={isDark ? 'Light theme' : 'Dark theme'}
        title={isDark ? 'Light theme' : 'Dark theme'}
        onClick={() => changeLayout({ theme: isDark ? 'light' : 'dark' })}
      >
        {isDark ? <SunIcon /> : <MoonIcon />}
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={shortcuts?.run}
      >
        <HelpIcon />
      </button>
    </div>
  );
}

function ToolButton({ action, Icon }: { readonly action: Action; readonly Icon: () => ReactNode }): ReactNode {
  const isOn = useAppState(action.when);
  const [keys] = action.keys;
  return (
    <button
      type="button"
      className="button button-plain"
      disabled={!isOn}
      title={keys === undefined ? undefined : `${action.label} (${printed(keys, isMac())})`}
      onClick={action.run}
    >
      <Icon />
      <span className="top-bar-label">{action.label}</span>
    </button>
  );
}
