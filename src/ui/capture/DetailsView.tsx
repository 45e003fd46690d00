import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useAppState } from '../app/context.ts';
import type { DetailsTab } from '../state/layout.ts';
import { PacketTree } from './details/PacketTree.tsx';
import { withKinds } from './details/tree-model.ts';
import { useDetailAction } from './use-detail-action.ts';
import './DetailsView.css';

/** Fields, findings and digest of the shown packet as tabs. */
export function DetailsView(): ReactNode {
  const tab = useAppState((state) => state.detailsTab);
  const setTab = useAppState((state) => state.setDetailsTab);
  const findings = useAppState((state) => state.view?.findings.length ?? 0);
  return (
    <section className="pane" data-pane="details" aria-label="Packet details">
      <Tabs.Root className="details-view" value={tab} onValueChange={(value) => setTab(value as DetailsTab)}>
        <Tabs.List className="details-tabs" aria-label="Packet details">
          <Tabs.Trigger className="details-tab" value="fields">
            Fields
          </Tabs.Trigger>
          <Tabs.Trigger className="details-tab" value="findings">
            Findings ({findings})
          </Tabs.Trigger>
          <Tabs.Trigger className="details-tab" value="digest">
            Digest
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="details-content" value="fields">
          <Fields />
        </Tabs.Content>
        <Tabs.Content className="details-content" value="findings" />
        <Tabs.Content className="details-content" value="digest" />
      </Tabs.Root>
    </section>
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
  const onAction = useDetailAction();
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
        onToggle={(kinds, open) => changeLayout({ openKinds: withKinds(openKinds, kinds, open) })}
        onAction={onAction}
      />
    </div>
  );
}
