import { Tabs } from 'radix-ui';
import { lazy, type ReactNode, Suspense } from 'react';
import { useAppState } from '../app/context.ts';
import type { DetailsTab } from '../state/layout.ts';
import { VerdictSign } from '../widgets/SignIcon.tsx';
import { CaptureFacts } from './CaptureFacts.tsx';
import { CaptureFindings } from './details/CaptureFindings.tsx';
import { DigestPanel } from './details/DigestPanel.tsx';
import { FieldHelp } from './details/FieldHelp.tsx';
import { FindingsPanel } from './details/FindingsPanel.tsx';
import { PacketTree } from './details/PacketTree.tsx';
import { withKinds } from './details/tree-model.ts';
import { dragField } from './field-drag.ts';
import { useFilterCommands } from './filter/use-filter-commands.ts';
import { octetsOfRow } from './octets/shown-octets.ts';
import { useDetailAction } from './use-detail-action.ts';
import { useShowOctets } from './use-show-octets.ts';
import './DetailsView.css';

const DocumentView = lazy(() =>
  import('./document/DocumentView.tsx').then(({ DocumentView: component }) => ({ default: component })),
);

/**
 * Fields, findings and digest of the shown packet, and the findings of the whole capture, as tabs. The tabs themselves select only
 * what they say, so that the next packet is drawn anew in the open one alone.
 */
export function DetailsView(): ReactNode {
  const chosen = useAppState((state) => state.detailsTab);
  const setDetailsTab = useAppState((state) => state.setDetailsTab);
  const findings = useAppState((state) => state.view?.findings.length ?? 0);
  const verdict = useAppState((state) => state.view?.digests[0]?.verdict);
  const documents = useAppState((state) => state.view?.documents.length ?? 0);
  const broken = useAppState((state) => state.status?.broken.length ?? 0);
  // The choice stays for the next packet that has documents.
  const tab = chosen === 'document' && documents === 0 ? 'fields' : chosen;
  return (
    <section className="pane" data-pane="details" aria-label="Packet details">
      <Tabs.Root className="details-view" value={tab} onValueChange={(value) => setDetailsTab(value as DetailsTab)}>
        <Tabs.List className="details-tabs" aria-label="Packet details">
          <Tab id="fields">Fields</Tab>
          <Tab id="findings">Findings ({findings})</Tab>
          <Tab id="digest">Digest {verdict === undefined ? undefined : <VerdictSign verdict={verdict} />}</Tab>
          <Tab id="capture">Capture ({broken})</Tab>
          {documents === 0 ? undefined : <Tab id="document">Document{documents === 1 ? '' : `s (${documents})`}</Tab>}
        </Tabs.List>
        <Tabs.Content className="details-content" value="fields" tabIndex={-1}>
          <Fields />
        </Tabs.Content>
        <Tabs.Content className="details-content" value="findings">
          <Findings />
        </Tabs.Content>
        <Tabs.Content className="details-content" value="digest">
          <Digest />
        </Tabs.Content>
        <Tabs.Content className="details-content" value="capture">
          <WholeCapture />
        </Tabs.Content>
        {documents === 0 ? undefined : (
          <Tabs.Content className="details-content" value="document" tabIndex={-1}>
            <Suspense>
              <DocumentView />
            </Suspense>
          </Tabs.Content>
        )}
        {tab === 'capture' ? undefined : <Help />}
      </Tabs.Root>
    </section>
  );
}

function Tab({ id, children }: { readonly id: DetailsTab; readonly children: ReactNode }): ReactNode {
  return (
    <Tabs.Trigger className="details-tab" value={id}>
      {children}
    </Tabs.Trigger>
  );
}

function Findings(): ReactNode {
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const selectRow = useAppState((state) => state.selectRow);
  if (view === undefined || catalogue === undefined) return null;
  return <FindingsPanel view={view} catalogue={catalogue} onSelect={(finding) => selectRow(finding.row)} />;
}

function Digest(): ReactNode {
  const view = useAppState((state) => state.view);
  const showDialog = useAppState((state) => state.showDialog);
  const markRange = useAppState((state) => state.markRange);
  if (view === undefined) return null;
  return <DigestPanel view={view} onOpenKeys={() => showDialog('keys')} onSelectRange={markRange} />;
}

/** What the selected field is. */
function Help(): ReactNode {
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const row = useAppState((state) => state.row);
  if (view === undefined || catalogue === undefined) return null;
  return (
    <div className="details-help">
      <FieldHelp view={view} catalogue={catalogue} row={row} />
    </div>
  );
}

function WholeCapture(): ReactNode {
  const catalogue = useAppState((state) => state.catalogue);
  const status = useAppState((state) => state.status);
  const selectPacket = useAppState((state) => state.selectPacket);
  if (status === undefined || catalogue === undefined) return null;
  return (
    <>
      <CaptureFindings status={status} catalogue={catalogue} onOpen={selectPacket} />
      <CaptureFacts status={status} />
    </>
  );
}

function Fields(): ReactNode {
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const row = useAppState((state) => state.row);
  const hoveredRow = useAppState((state) => state.hoveredRow);
  const selectRow = useAppState((state) => state.selectRow);
  const hoverRow = useAppState((state) => state.hoverRow);
  const openKinds = useAppState((state) => state.layout.openKinds);
  const changeLayout = useAppState((state) => state.changeLayout);
  const font = useAppState((state) => state.layout.font);
  const onAction = useDetailAction();
  const filters = useFilterCommands();
  const wishCraft = useAppState((state) => state.wishCraft);
  const show = useShowOctets();
  if (view === undefined || catalogue === undefined) return null;
  return (
    <div className="details-tree">
      <PacketTree
        view={view}
        catalogue={catalogue}
        selectedRow={row}
        hoveredRow={hoveredRow}
        onSelect={selectRow}
        onHover={hoverRow}
        openKinds={openKinds}
        rowHeight={font === 'large' ? 26 : 22}
        onToggle={(kinds, open) => changeLayout({ openKinds: withKinds(openKinds, kinds, open) })}
        onAction={onAction}
        onFilter={(at, how, isApplied) => filters.fromRow(view.index, at, how, isApplied)}
        onColour={(at) => filters.colourFromRow(view.index, at)}
        onCopyFilter={(at) => filters.copyFromRow(view.index, at, onAction)}
        onColumn={filters.addColumn}
        onDrag={(at, transfer) => {
          const { filter, label } = catalogue.fields[view.fields[at] ?? -1] ?? {};
          if (filter && label !== undefined) dragField(transfer, { packet: view.index, row: at, field: filter, label });
        }}
        onShow={(at) => show(octetsOfRow(view, catalogue, at))}
        onCraft={(at) => wishCraft({ kind: 'packet', index: view.index, row: at })}
      />
    </div>
  );
}
