import { memo, type ReactNode } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import { useAppState } from '../app/context.ts';
import { Panes } from '../app/Panes.tsx';
import type { Pane } from '../state/layout.ts';
import { useMedia } from '../widgets/use-media.ts';
import { BytesView } from './BytesView.tsx';
import { DetailsView } from './DetailsView.tsx';
import { FilterView } from './filter/FilterView.tsx';
import { Later } from './Later.tsx';
import { ListView } from './ListView.tsx';
import './CapturePlace.css';

const NARROW = '(max-width: 760px)';

const VIEWS: Readonly<Record<Pane, () => ReactNode>> = { list: ListView, details: DetailsView, bytes: BytesView };

/**
 * The three panes: packets above, fields and bytes below them; one under the other on a narrow screen. Each pane looks itself for
 * what it shows, so that what changes in one draws no other anew.
 */
export const CapturePlace = memo(function CapturePlace(): ReactNode {
  const maximised = useAppState((state) => state.maximised);
  const isNarrow = useMedia(NARROW);
  if (maximised !== undefined) {
    const View = VIEWS[maximised];
    return (
      <div className="capture-place">
        <Title />
        <FilterView />
        <div className="capture-alone">
          <View />
        </div>
      </div>
    );
  }
  return (
    <div className="capture-place">
      <Title />
      <FilterView />
      {isNarrow ? (
        <Panes className="capture-panes" id="stacked" orientation="vertical">
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
        <Panes className="capture-panes" id="wide" orientation="vertical">
          <Panel id="list" minSize={80} defaultSize="46%">
            <ListView />
          </Panel>
          <Separator className="splitter splitter-across" aria-label="Height of the packet list" />
          <Panel id="below" minSize={120} defaultSize="54%">
            <Panes className="capture-panes" id="below" orientation="horizontal">
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
});

function Title(): ReactNode {
  const name = useAppState((state) => state.opened?.name);
  return <h1 className="unseen">Capture {name}</h1>;
}
