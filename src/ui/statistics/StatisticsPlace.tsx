import { Tabs } from 'radix-ui';
import { Activity, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Statistics } from '../../worker/api.ts';
import { useApp, useAppState } from '../app/context.ts';
import { sizeInWords } from '../app/loading.ts';
import { copyText } from '../capture/details/copy-text.ts';
import { FlowsTab } from './FlowsTab.tsx';
import { rate, seconds, whole } from './format.ts';
import { MemoryTable } from './MemoryTable.tsx';
import type { FilterUse } from './StatTable.tsx';
import { TimelineTab } from './TimelineTab.tsx';
import type { TabProps } from './tab-props.ts';
import { digestColumns, hierarchyColumns, lengthColumns, pushColumns, ruleColumns } from './tables.tsx';
import { useGrowing } from './use-growing.ts';
import './StatisticsPlace.css';

const TABS = [
  ['hierarchy', 'Hierarchy'],
  ['conversations', 'Conversations'],
  ['endpoints', 'Endpoints'],
  ['lengths', 'Lengths'],
  ['push', 'Push'],
  ['digests', 'Digests'],
  ['rules', 'Rules'],
  ['timeline', 'Timeline'],
] as const;
type TabId = (typeof TABS)[number][0];
/** Tabs in which something is chosen: they stay while another one is shown. */
const KEEPING: ReadonlySet<TabId> = new Set(['conversations', 'endpoints', 'push', 'timeline']);

/** What the capture comes to, as far as it has been counted. */
export function StatisticsPlace(): ReactNode {
  const { store, session } = useApp();
  const status = useAppState((state) => state.status);
  const listing = useAppState((state) => state.listing);
  const filter = useAppState((state) => state.filter);
  const [tab, setTab] = useState<TabId>('hierarchy');
  const [visited, setVisited] = useState<ReadonlySet<TabId>>(new Set());
  if (KEEPING.has(tab) && !visited.has(tab)) setVisited(new Set(visited).add(tab));
  const [wishesShown, setShownOnly] = useState(false);
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
  const onFilter = useCallback(
    (text: string, use: FilterUse) => {
      const { filter: present, applyFilter, setDraft, showPlace } = store.getState();
      if (use === 'prepare') setDraft(text);
      else applyFilter(combined(present, text, use));
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
        onValueChange={(value) => setTab(TABS.find(([id]) => id === value)?.[0] ?? 'hierarchy')}
      >
        <div className="statistics-top">
          <Tabs.List className="statistics-list" aria-label="Statistics">
            {TABS.map(([id, label]) => (
              <Tabs.Trigger key={id} value={id} className="statistics-tab">
                {label}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <label className="statistics-scope" title={filter === '' ? 'No display filter is applied' : filter}>
            <input
              type="checkbox"
              checked={isShownOnly}
              disabled={filter === ''}
              onChange={() => setShownOnly(!wishesShown)}
            />
            Shown packets only
          </label>
        </div>
        <Summary statistics={statistics} />
        {TABS.filter(([id]) => id === tab || visited.has(id)).map(([id]) => (
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

/** The filter that holds after a row was used. */
export function combined(present: string, text: string, use: FilterUse): string {
  const isJoined = present !== '' && (use === 'and' || use === 'and-not');
  const own = use === 'apply-not' || use === 'and-not' ? `!(${text})` : isJoined ? `(${text})` : text;
  return isJoined ? `(${present}) && ${own}` : own;
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
  const isDissected = dissected >= counted;
  return (
    <div className="statistics-summary">
      <span>
        <b>{whole(packets)}</b> packets
      </span>
      <span>
        <b>{sizeInWords(octets)}</b>
      </span>
      <span>
        <b>{seconds(duration)}</b> s
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
          {counted < total ? `${whole(counted)} of ${whole(total)} counted, ` : ''}
          {whole(dissected)} dissected
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
}: TabProps & { readonly tab: TabId; readonly statistics: Statistics | undefined }): ReactNode {
  const { onFilter, onCopy } = props;
  const packets = statistics?.packets ?? 0;
  const octets = statistics?.octets ?? 0;
  const dissected = Math.max(1, statistics?.dissected ?? 0);
  const columns = useMemo(
    () => ({
      hierarchy: hierarchyColumns(dissected, statistics?.hierarchy[0]?.octets ?? octets),
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
          label="Protocol hierarchy"
          columns={columns.hierarchy}
          rows={statistics?.hierarchy ?? NONE}
          empty={waiting ? 'Counting...' : 'No packet has been dissected'}
        />
      );
    case 'conversations':
    case 'endpoints':
      return <FlowsTab key={tab} kind={tab} {...props} />;
    case 'lengths':
      return (
        <MemoryTable
          {...shared}
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
          label="Digests by verdict"
          columns={columns.digests}
          rows={statistics?.digests ?? NONE}
          empty={waiting ? 'Counting...' : 'No packet carries a digest'}
        />
      );
    case 'rules':
      return (
        <MemoryTable
          {...shared}
          label="Rules broken"
          columns={columns.rules}
          rows={statistics?.rules ?? NONE}
          empty={waiting ? 'Counting...' : 'No rule is broken'}
        />
      );
    case 'timeline':
      return <TimelineTab {...props} />;
  }
}

const PUSH_TABLES = [
  { id: 'contentTypes', label: 'Content type' },
  { id: 'applications', label: 'Application' },
  { id: 'initiators', label: 'Initiator URI' },
] as const;

function PushTab({
  statistics,
  onFilter,
  onCopy,
}: TabProps & { readonly statistics: Statistics | undefined }): ReactNode {
  const [table, setTable] = useState<(typeof PUSH_TABLES)[number]['id']>('contentTypes');
  const label = PUSH_TABLES.find(({ id }) => id === table)?.label ?? '';
  const rows = statistics?.[table] ?? NONE;
  const pushes = statistics?.pushPackets ?? 0;
  const octets = useMemo(() => rows.reduce((most, row) => Math.max(most, row.octets), 0), [rows]);
  const columns = useMemo(() => pushColumns(label, pushes, octets), [label, pushes, octets]);
  return (
    <MemoryTable
      key={table}
      label={`Push by ${label.toLowerCase()}`}
      columns={columns}
      rows={rows}
      filterOf={({ filter }) => filter}
      onFilter={onFilter}
      onCopy={onCopy}
      empty={statistics?.isGrowing === false ? 'No push that says so' : 'Counting...'}
    >
      <div className="statistics-choice" role="radiogroup" aria-label="Push by">
        {PUSH_TABLES.map(({ id, label: name }) => (
          <label key={id} className={id === table ? 'statistics-choice-on' : undefined}>
            <input type="radio" name="push-table" checked={id === table} onChange={() => setTable(id)} />
            {name} <span className="statistics-count">{whole(statistics?.[id].length ?? 0)}</span>
          </label>
        ))}
      </div>
      <span className="statistics-note">{whole(pushes)} packets with a push</span>
    </MemoryTable>
  );
}
