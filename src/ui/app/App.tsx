import {
  Activity,
  lazy,
  type ReactNode,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import type { Input } from '../../worker/api.ts';
import { useKeysAhead } from '../actions/keys-ahead.ts';
import { useShortcuts } from '../actions/use-shortcuts.ts';
import { DrawnAhead } from '../capture/Later.tsx';
import { useApp, useAppState } from './context.ts';
import { Landing } from './Landing.tsx';
import { before } from './last-visit.ts';
import { FaultBanner, Notice, UpdateNotice } from './Notices.tsx';
import { openFiles } from './open-files.ts';
import { ProblemPage } from './ProblemPage.tsx';
import { StatusView } from './StatusView.tsx';
import { MORE_SAMPLES, SAMPLES } from './samples.ts';
import { TopBar } from './TopBar.tsx';
import { useDrops } from './use-drops.ts';
import { whenPainted } from './when-painted.ts';
import './App.css';

const loadDialogs = () => import('./Dialogs.tsx').then(({ Dialogs: component }) => ({ default: component }));
const Dialogs = lazy(loadDialogs);
/** Milliseconds after which dialogs are loaded ahead: the first rows of a capture come before. */
const DIALOGS_AFTER_MS = 500;

const loadCapture = () => import('../capture/CapturePlace.tsx').then(({ CapturePlace: component }) => component);

const CraftPlace = lazy(() =>
  import('../craft/CraftPlace.tsx').then(({ CraftPlace: component }) => ({ default: component })),
);

const StatisticsPlace = lazy(() =>
  import('../statistics/StatisticsPlace.tsx').then(({ StatisticsPlace: component }) => ({ default: component })),
);

/** The whole page: bar, notices, the place, status line, and the dialogs above them. */
export function App(): ReactNode {
  const { store, session } = useApp();
  useShortcuts();
  useKeysAhead();
  useAppearance();
  useTitle();
  const dialog = useAppState((state) => state.dialog);
  const said = useAppState((state) => state.said);
  const onFiles = useMemo(() => openFiles(store, session), [store, session]);
  const onText = useCallback(
    (text: string) => {
      const { place, showPaste, wishCraft } = store.getState();
      if (place === 'craft') wishCraft({ kind: 'paste', text });
      else showPaste(text);
    },
    [store],
  );
  const isBusy = useCallback(() => store.getState().dialog !== undefined, [store]);
  const isOver = useDrops(useMemo(() => ({ onFiles, onText, isBusy }), [onFiles, onText, isBusy]));
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => store.getState().say(''), 4000);
    return () => clearTimeout(timer);
  }, [said, store]);
  return (
    <div className="app">
      <TopBar />
      <Notices />
      <main className="app-main">
        <Places />
      </main>
      <StatusView />
      <div className={said === '' ? 'unseen' : 'app-said'} role="status">
        {said}
      </div>
      {isOver ? (
        <div className="app-drop">
          <p className="app-drop-text">Drop to open</p>
        </div>
      ) : undefined}
      {dialog === undefined ? undefined : (
        <Suspense>
          <Dialogs dialog={dialog} />
        </Suspense>
      )}
    </div>
  );
}

/** The place that the user is in. Craft keeps its packets and statistics their choices while the user is elsewhere. */
function Places(): ReactNode {
  const place = useAppState((state) => state.place);
  const [hasCraft, setCraft] = useState(place === 'craft');
  if (place === 'craft' && !hasCraft) setCraft(true);
  const [hasStatistics, setStatistics] = useState(place === 'statistics');
  if (place === 'statistics' && !hasStatistics) setStatistics(true);
  return (
    <>
      {place === 'capture' ? <Main /> : undefined}
      {hasStatistics ? (
        <Activity mode={place === 'statistics' ? 'visible' : 'hidden'}>
          <Suspense fallback={<p className="app-waiting">Opening Statistics</p>}>
            <StatisticsPlace />
          </Suspense>
        </Activity>
      ) : undefined}
      {hasCraft ? (
        <Activity mode={place === 'craft' ? 'visible' : 'hidden'}>
          <Suspense fallback={<p className="app-waiting">Opening Craft</p>}>
            <CraftPlace />
          </Suspense>
        </Activity>
      ) : undefined}
    </>
  );
}

type CaptureComponent = Awaited<ReturnType<typeof loadCapture>>;

/** The capture's own view: held here, since a `lazy` one is shown up to 300 ms after what has stood in its place. */
interface CaptureView {
  readonly isShown: boolean;
  /** Number of the view. */
  readonly visit: number;
  /** Undefined until it has been loaded. */
  readonly Place?: CaptureComponent;
  readonly fault?: Error;
}

/**
 * The capture, or what stands in its place. The capture's own view is drawn and laid out ahead, behind what is shown: a chosen file
 * then only makes it visible (as a hidden `Activity`, which is not laid out and has no effects, it took 40 ms of processor time).
 */
function Main(): ReactNode {
  const page = useOtherPage();
  const isShown = page === undefined;
  const [view, setView] = useState<CaptureView>({ isShown, visit: 0 });
  // What is left is not come back to: the next capture has a view of its own.
  if (view.isShown !== isShown) setView(isShown ? { ...view, isShown } : { isShown, visit: view.visit + 1 });
  const { Place, fault, visit } = view;
  const isDrawn = Place !== undefined;
  useEffect(() => {
    if (isDrawn) return;
    // In slices: all of it in the task in which a file is chosen would hold the page up.
    const take = (more: Partial<CaptureView>): void =>
      startTransition(() => setView((now) => (now.visit === visit ? { ...now, ...more } : now)));
    const draw = (component: CaptureComponent): void => take({ Place: component });
    if (isShown) {
      loadCapture().then(draw, (error) => take({ fault: error instanceof Error ? error : new Error(String(error)) }));
      return;
    }
    // What cannot be loaded ahead is no fault of the page that is shown: it is said when a capture is opened.
    whenPainted(() => void loadCapture().then(draw, () => undefined));
  }, [isDrawn, isShown, visit]);
  useEffect(() => {
    if (!isShown) return;
    // Who has a capture opens a dialog soon, and does not wait for it. One that cannot be loaded says so when it is asked for.
    const timer = setTimeout(() => void loadDialogs().catch(() => undefined), DIALOGS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isShown]);
  if (fault !== undefined) throw fault;
  return (
    <>
      {page}
      {Place === undefined ? undefined : (
        <div key={visit} className={isShown ? 'app-capture' : 'app-capture app-capture-ahead'}>
          <DrawnAhead value={!isShown}>
            <Place />
          </DrawnAhead>
        </div>
      )}
      {isShown && Place === undefined ? <p className="app-waiting">Opening the capture</p> : undefined}
    </>
  );
}

/** What is shown while there is no capture to show. */
function useOtherPage(): ReactNode {
  const { store, session, actions } = useApp();
  const engine = useAppState((state) => state.engine);
  const opened = useAppState((state) => state.opened);
  const openError = useAppState((state) => state.openError);
  const phase = useAppState((state) => state.status?.phase);
  const isEmpty = useAppState((state) => (state.status?.packets ?? 0) === 0);
  const fault = useAppState((state) => state.status?.faults[0]);
  const pickFile = actions.find(({ id }) => id === 'open')?.run;
  const another = { label: 'Open another file...', onClick: () => pickFile?.() };
  if (engine.phase === 'crashed') {
    return (
      <ProblemPage
        title="The engine has stopped"
        reason={engine.reason}
        advice="Your file is unharmed: reload the engine to open it again. Should it stop at the same place, please report it."
        buttons={[{ label: 'Reload the engine', onClick: session.restart }, another]}
      />
    );
  }
  if (openError !== undefined) {
    return (
      <ProblemPage
        title={`${opened?.name ?? 'The input'} cannot be opened`}
        reason={openError}
        advice="Pushscope reads pcap and pcapng files, also gzipped, and pasted bytes in many forms. A file that has changed or gone must be chosen again."
        buttons={[another, { label: 'Close', onClick: session.close }]}
      />
    );
  }
  if (opened === undefined) {
    return (
      <Landing
        samples={SAMPLES}
        moreSamples={MORE_SAMPLES}
        onOpen={() => pickFile?.()}
        onPaste={() => store.getState().showPaste('')}
        onSample={(sample) => session.openSample(sample)}
        before={before()}
      />
    );
  }
  if (isEmpty && phase !== undefined && phase !== 'loading') {
    return (
      <ProblemPage
        title={phase === 'failed' || fault !== undefined ? 'Nothing in it can be read' : 'The capture is empty'}
        reason={fault === undefined ? `${opened.name} holds no packets` : `octet ${fault.offset}: ${fault.message}`}
        advice="Is it a capture at all? Text such as hex dumps and log lines can be read like pasted bytes."
        buttons={[
          another,
          ...readAsText(opened.input, (text) => store.getState().showPaste(text)),
          { label: 'Close', onClick: session.close },
        ]}
      />
    );
  }
  return undefined;
}

/** Longer text is no dump that somebody wants to paste. */
const MAX_TEXT = 8_000_000;

/** A file that is no capture may be a dump: its text can be taken as if it were pasted. */
function readAsText(input: Input, show: (text: string) => void): readonly { label: string; onClick: () => void }[] {
  if (input.kind !== 'file' || input.file.size > MAX_TEXT) return [];
  const { file } = input;
  return [{ label: 'Read its text...', onClick: () => void file.text().then(show, () => show('')) }];
}

function Notices(): ReactNode {
  const { store } = useApp();
  const activate = useAppState((state) => state.updateWaiting);
  const hasCapture = useAppState((state) => state.opened !== undefined && state.opened.sample === undefined);
  const notice = useAppState((state) => state.notice);
  const faults = useAppState((state) => state.status?.faults);
  const isEmpty = useAppState((state) => (state.status?.packets ?? 0) === 0);
  const faultsSeen = useAppState((state) => state.faultsSeen);
  const { setUpdateWaiting, notify, dismissFaults } = store.getState();
  return (
    <>
      {activate === undefined ? undefined : (
        <UpdateNotice hasCapture={hasCapture} onReload={activate} onDismiss={() => setUpdateWaiting(undefined)} />
      )}
      {notice === undefined ? undefined : <Notice text={notice} onDismiss={() => notify(undefined)} />}
      {faults === undefined || faults.length === 0 || isEmpty || faultsSeen ? undefined : (
        <FaultBanner faults={faults} onDismiss={dismissFaults} />
      )}
    </>
  );
}

/** Who has several captures open in several tabs tells them by the file. */
function useTitle(): void {
  const name = useAppState((state) => state.opened?.name);
  useEffect(() => {
    document.title = name === undefined ? 'Pushscope' : `${name} - Pushscope`;
  }, [name]);
}

/** Theme and text size stand on the root element, where the tokens look for them. */
function useAppearance(): void {
  const theme = useAppState((state) => state.layout.theme);
  const font = useAppState((state) => state.layout.font);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const { dataset } = document.documentElement;
      dataset['theme'] = theme === 'dark' || (theme === 'system' && dark.matches) ? 'dark' : 'light';
      dataset['font'] = font;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme, font]);
}
