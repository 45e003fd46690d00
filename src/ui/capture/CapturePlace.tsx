import { type ReactNode, useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useAppState } from '../app/context.ts';
import type { Pane } from '../state/layout.ts';
import { BytesView } from './BytesView.tsx';
import { DetailsView } from './DetailsView.tsx';
import { FilterView } from './filter/FilterView.tsx';
import { Later } from './Later.tsx';
import { ListView } from './ListView.tsx';
import './CapturePlace.css';

const NARROW = '(max-width: 760px)';

const VIEWS: Readonly<Record<Pane, () => ReactNode>> = { list: ListView, details: DetailsView, bytes: BytesView };

/** The three panes: packets above, fields and bytes below them; one under the other on a narrow screen. */
export function CapturePlace(): ReactNode {
  const maximised = useAppState((state) => state.maximised);
  const name = useAppState((state) => state.opened?.name);
  const isNarrow = useMedia(NARROW);
  if (maximised !== undefined) {
    const View = VIEWS[maximised];
    return (
      <div className="capture-place">
        <h1 className="unseen">Capture {name}</h1>
        <FilterView />
        <div className="capture-alone">
          <View />
        </div>
      </div>
    );
  }
  return (
    <div className="capture-place">
      <h1 className="unseen">Capture {name}</h1>
      <FilterView />
      {isNarrow ? (
        <Panes id="stacked" orientation="vertical">
          <Panel id="list" minSize={80} defaultSize="34%">
            <ListView />
          </Panel>
          <Separator className="splitter splitter-across" aria-label="Height of the packet list" />
          <Panel id="details" minSize={80} defaultSize="36%">
            <Later>
              <DetailsView />
            </Later>
          </Panel>
          <Separator className="splitter splitter-across" aria-label="Height of the details" />
          <Panel id="bytes" minSize={80} defaultSize="30%">
            <Later>
              <BytesView />
            </Later>
          </Panel>
        </Panes>
      ) : (
        <Panes id="wide" orientation="vertical">
          <Panel id="list" minSize={80} defaultSize="46%">
            <ListView />
          </Panel>
          <Separator className="splitter splitter-across" aria-label="Height of the packet list" />
          <Panel id="below" minSize={120} defaultSize="54%">
            <Panes id="below" orientation="horizontal">
              <Panel id="details" minSize={200} defaultSize="52%">
                <Later>
                  <DetailsView />
                </Later>
              </Panel>
              <Separator className="splitter splitter-along" aria-label="Width of the details" />
              <Panel id="bytes" minSize={200} defaultSize="48%">
                <Later>
                  <BytesView />
                </Later>
              </Panel>
            </Panes>
          </Panel>
        </Panes>
      )}
    </div>
  );
}

interface PanesProps {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}

/** A group of panes that keeps its sizes between visits. */
function Panes({ id, orientation, children }: PanesProps): ReactNode {
  const stored = useAppState((state) => state.layout.panes[id]);
  const setPanes = useAppState((state) => state.setPanes);
  // Only the first render counts: later on the group has its sizes itself.
  const [initial] = useState(stored);
  return (
    <Group
      id={id}
      orientation={orientation}
      className="capture-panes"
      defaultLayout={initial}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        if (isUserInteraction) setPanes(id, sizes);
      }}
    >
      {children}
    </Group>
  );
}

function useMedia(query: string): boolean {
  const [isMatched, setMatched] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const onChange = (): void => setMatched(list.matches);
    list.addEventListener('change', onChange);
    return () => list.removeEventListener('change', onChange);
  }, [query]);
  return isMatched;
}
