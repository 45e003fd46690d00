import { Tabs } from 'radix-ui';
import { Activity, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Statistics } from '../../worker/api.ts';
import { useApp, useAppState } from '../app/context.ts';
import { sizeInWords } from '../app/loading.ts';
import { useArrival } from '../app/use-arrival.ts';
import { copyText } from '../capture/details/copy-text.ts';
import { joinFilter } from '../capture/filter/join-filter.ts';
import { STATISTICS_TABS, type StatisticsTab } from '../state/statistics.ts';
import { FlowsTab } from './FlowsTab.tsx';
import { rate, seconds, span, whole } from './format.ts';
import { MemoryTable } from './MemoryTable.tsx';
import { PushTab } from './PushTab.tsx';
import { SoFar } from './SoFar.tsx';
import { TimelineTab } from './TimelineTab.tsx';
import type { TabProps, UseFilter } from './tab-props.ts';
import { digestColumns, hierarchyColumns, lengthColumns, ruleColumns } from './tables.tsx';
import { useGrowing } from './use-growing.ts';
import './StatisticsPlace.css';

const LABELS: Readonly<Record<StatisticsTab, string>> = {
  hierarchy: 'Hierarchy',
  conversations: 'Conversations',
  endpoints: 'Endpoints',
  lengths: 'Lengths',
  push: 'Push',
  digests: 'Digests',
  rules: 'Rules',
  timeline: 'Timeline',
};
/** Tabs in which something is chosen: they stay while another one is shown. */
const KEEPING: ReadonlySet<StatisticsTab> = new Set(['conversations', 'endpoints', 'push', 'timeline']);

const chosenTab = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('.statistics-list [aria-selected="true"]');

/** What the capture comes to, as far as it has been counted. */
export function StatisticsPlace(): ReactNode {
  useArrival(chosenTab);
  const { store, session } = useApp();
  const status = useAppState((state) => state.status);
  const listing = useAppState((state) => state.listing);
  const filter = useAppState((state) => state.filter);
  const tab = useAppState((state) => state.statistics.tab);
  const wishesShown = useAppState((state) => state.statistics.isShownOnly);
  const [visited, setVisited] = useState<ReadonlySet<StatisticsTab>>(new Set());
  if (KEEPING.has(tab) && !visited.has(tab)) setVisited(new Set(visited).add(tab));
  const isShownOnly = wishesShown && filter !== '';
  const tick = [
    status?.version,
    status?.packets,
    status?.judged,
    status?.judging,
    status?.phase,
    isShownOnly ? `${listing?.revision} ${listing?.shown} ${listing?.phase}` : '',
  ].join(' ');
  const statistics = useGrowing(() => session.engine().statistics({ isShownOnly }), `${isShownOnly}`, tick);
  const onFilter = useCallback<UseFilter>(
    (text, how, isApplied) => {
      const { filter: present, draft, applyFilter, remember, setDraft, showPlace } = store.getState();
      const joined = joinFilter(isApplied ? present : draft, text, how);
      if (isApplied) {
        applyFilter(joined);
        remember(joined);
      } else setDraft(joined);
      showPlace('capture');
    },
    [store],
  );
  const onCopy = useCallback(
    (what: string, text: string) => {
      void copyText(text).then((done) =>
        store.getState().say(done ? `Copied: ${what}` : `The browser refused to copy ${what}`),
      );
    },
    [store],
  );
  const props = useMemo<TabProps>(
    () => ({ engine: session.engine, isShownOnly, tick, onFilter, onCopy }),
    [session, isShownOnly, tick, onFilter, onCopy],
  );
  if (status === undefined || status.packets === 0) {
    return (
      <section className="statistics statistics-nothing" aria-label="Statistics">
        <h1>No packets to count</h1>
        <p>Open a capture: its statistics grow here while it loads</p>
      </section>
    );
  }
  return (
    <section className="statistics" aria-label="Statistics">
      <h1 className="unseen">Statistics</h1>
      <Tabs.Root
        className="statistics-tabs"
        value={tab}
        onValueChange={(value) =>
          store.getState().setStatistics({ tab: STATISTICS_TABS.find((id) => id === value) ?? 'hierarchy' })
        }
      >
        <div className="statistics-top">
          <Tabs.List className="statistics-list" aria-label="Statistics">
            {STATISTICS_TABS.map((id) => (
              <Tabs.Trigger key={id} value={id} className="statistics-tab">
                {LABELS[id]}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <label className="statistics-scope" title={filter === '' ? 'No display filter is applied' : filter}>
            <input
              type="checkbox"
              checked={isShownOnly}
              disabled={filter === ''}
              onChange={() => store.getState().setStatistics({ isShownOnly: !wishesShown })}
            />
            Shown packets only
          </label>
        </div>
        <Summary statistics={statistics} />
        {STATISTICS_TABS.filter((id) => id === tab || visited.has(id)).map((id) => (
          <Activity key={id} mode={id === tab ? 'visible' : 'hidden'}>
            <Tabs.Content value={id} className="statistics-content" tabIndex={-1} forceMount>
              <Content tab={id} statistics={statistics} {...props} />
            </Tabs.Content>
          </Activity>
        ))}
      </Tabs.Root>
    </section>
  );
}

function Summary({ statistics }: { readonly statistics: Statistics | undefined }): ReactNode {
  if (statistics === undefined) {
    return (
      <p className="statistics-summary" role="status">
        Counting...
      </p>
    );
  }
  const { packets, octets, duration, counted, total, dissected, isGrowing, untold } = statistics;
  const inWords = span(duration);
  // Packets that the user leaves out are counted, but not dissected.
  const isDissected = dissected >= packets;
  return (
    <div className="statistics-summary">
      <span>
        <b>{whole(packets)}</b> packets
      </span>
      <span>
        <b>{sizeInWords(octets)}</b>
      </span>
      <span>
        <b>{seconds(duration)}</b> s{inWords === undefined ? '' : ` (${inWords})`}
      </span>
      {duration > 0 ? (
        <span>
          <b>{rate(packets / duration, 'packets/s')}</b>, <b>{rate((octets * 8) / duration, 'bit/s')}</b>
        </span>
      ) : undefined}
      {untold > 0 ? <span>{whole(untold)} packets are more unlike each other than are told apart</span> : undefined}
      <span className="stat-table-gap" />
      {isGrowing || !isDissected ? (
        <span className="statistics-progress">
          <progress max={Math.max(1, total)} value={dissected} aria-label="Packets dissected" />
          So far{counted < total ? `: ${whole(counted)} of ${whole(total)} counted` : ''}, {whole(dissected)} dissected
        </span>
      ) : undefined}
    </div>
  );
}

const NONE: readonly never[] = [];

function Content({
  tab,
  statistics,
  ...props
}: TabProps & { readonly tab: StatisticsTab; readonly statistics: Statistics | undefined }): ReactNode {
  const { onFilter, onCopy } = props;
  const packets = statistics?.packets ?? 0;
  const octets = statistics?.octets ?? 0;
  const dissected = Math.max(1, statistics?.dissected ?? 0);
  const columns = useMemo(
    () => ({
      hierarchy: hierarchyColumns(
        Math.max(1, statistics?.hierarchy[0]?.packets ?? 0),
        statistics?.hierarchy[0]?.octets ?? octets,
      ),
      lengths: lengthColumns(packets, octets),
      digests: digestColumns(dissected, octets),
      rules: ruleColumns(dissected, octets),
    }),
    [statistics, packets, octets, dissected],
  );
  const waiting = statistics === undefined || statistics.isGrowing;
  const shared = { onFilter, onCopy, filterOf: ({ filter }: { readonly filter: string | undefined }) => filter };
  switch (tab) {
    case 'hierarchy':
      return (
        <MemoryTable
          {...shared}
          tab="hierarchy"
          label="Protocol hierarchy"
          columns={columns.hierarchy}
          rows={statistics?.hierarchy ?? NONE}
          empty={waiting ? 'Counting...' : 'No packet has been dissected'}
        >
          {(statistics?.guessed ?? 0) > 0 ? (
            <span className="statistics-note">
              {whole(statistics?.guessed ?? 0)} packets not dissected yet: layers as in one with the same protocols
            </span>
          ) : undefined}
        </MemoryTable>
      );
    case 'conversations':
    case 'endpoints':
      return <FlowsTab key={tab} kind={tab} {...props} />;
    case 'lengths':
      return (
        <MemoryTable
          {...shared}
          tab="lengths"
          label="Packet lengths"
          columns={columns.lengths}
          rows={statistics?.lengths ?? NONE}
          empty="Counting..."
        />
      );
    case 'push':
      return <PushTab statistics={statistics} {...props} />;
    case 'digests':
      return (
        <MemoryTable
          {...shared}
          tab="digests"
          label="Digests by verdict"
          columns={columns.digests}
          rows={statistics?.digests ?? NONE}
          empty={waiting ? 'Counting...' : 'No packet carries a digest'}
        >
          <SoFar statistics={statistics} />
        </MemoryTable>
      );
    case 'rules':
      return (
        <MemoryTable
          {...shared}
          tab="rules"
          label="Rules broken"
          columns={columns.rules}
          rows={statistics?.rules ?? NONE}
          empty={waiting ? 'Counting...' : 'No rule is broken'}
        >
          <SoFar statistics={statistics} />
        </MemoryTable>
      );
    case 'timeline':
      return <TimelineTab {...props} />;
  }
}
