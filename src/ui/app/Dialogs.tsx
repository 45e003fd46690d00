import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { filterButtonActions } from '../actions/filter-button-actions.ts';
import { ColourRulesView } from '../capture/colours/ColourRulesView.tsx';
import { SavedFiltersDialog, SaveFilterDialog } from '../capture/filter/FilterDialogs.tsx';
import { MacrosView } from '../capture/filter/macros/MacrosView.tsx';
import { ColumnsView } from '../capture/list/ColumnsView.tsx';
import { KeysPanel } from '../keys/KeysPanel.tsx';
import { isWhole, listCount, selectedCount } from '../state/listing.ts';
import type { DialogId } from '../state/shell.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { CommentDialog } from './CommentDialog.tsx';
import { useApp, useAppState } from './context.ts';
import { DecodeAsDialog } from './DecodeAsDialog.tsx';
import { candidates } from './decode-as.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { GoToDialog } from './GoToDialog.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { serverIds } from './server-ids.ts';
import { TimeShiftDialog } from './TimeShiftDialog.tsx';
import { toldApart } from './told-apart.ts';

const ShowOctetsDialog = lazy(() =>
  import('../capture/octets/ShowOctetsDialog.tsx').then(({ ShowOctetsDialog: component }) => ({ default: component })),
);

/** The dialog that is open; loaded when the first one opens. */
export function Dialogs({ dialog }: { readonly dialog: DialogId }): ReactNode {
  const { store } = useApp();
  const close = (): void => store.getState().showDialog(undefined);
  switch (dialog) {
    case 'paste':
      return <Paste onClose={close} />;
    case 'keys':
      return <Keys onClose={close} />;
    case 'decode-as':
      return <DecodeAs onClose={close} />;
    case 'go-to':
      return <GoTo onClose={close} />;
    case 'export':
      return <Export onClose={close} />;
    case 'comment':
      return <Comment onClose={close} />;
    case 'time-shift':
      return <TimeShift onClose={close} />;
    case 'columns':
      return <ColumnsView onClose={close} />;
    case 'colours':
      return <ColourRulesView onClose={close} />;
    case 'filters':
      return <SavedFiltersDialog onClose={close} />;
    case 'save-filter':
      return <SaveFilterDialog isButton={false} onClose={close} />;
    case 'add-button':
      return <SaveFilterDialog isButton onClose={close} />;
    case 'macros':
      return <MacrosView onClose={close} />;
    case 'octets':
      return <Octets onClose={close} />;
    case 'shortcuts':
      return <Shortcuts onClose={close} />;
    case 'palette':
      return <Palette onClose={close} />;
  }
}

interface PartProps {
  readonly onClose: () => void;
}

function Paste({ onClose }: PartProps): ReactNode {
  const { store, session } = useApp();
  const known = useAppState((state) => state.catalogue?.layers);
  const layers = useMemo(() => toldApart(known ?? []), [known]);
  const text = useAppState((state) => state.pasteText);
  return (
    <PasteDialog
      initialText={text}
      layers={layers}
      recognise={session.recognise}
      onOpen={(pasted, reading, layer, form) => {
        store.getState().showDialog(undefined);
        session.open({ name: `Pasted ${form}`, input: { kind: 'paste', text: pasted, reading, layer } });
      }}
      onClose={onClose}
    />
  );
}

function Keys({ onClose }: PartProps): ReactNode {
  const secrets = useAppState((state) => state.secrets);
  const setSecrets = useAppState((state) => state.setSecrets);
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  return (
    <Dialog
      title="Keys"
      description="Secrets of the servers, to check digests with; kept in memory until the page is closed"
      size="wide"
      onClose={onClose}
    >
      <KeysPanel secrets={secrets} onChange={setSecrets} serverIds={serverIds(view, catalogue)} />
    </Dialog>
  );
}

function DecodeAs({ onClose }: PartProps): ReactNode {
  const choices = useAppState((state) => state.decodeAs);
  const setDecodeAs = useAppState((state) => state.setDecodeAs);
  const known = useAppState((state) => state.catalogue?.protocols);
  const protocols = useMemo(() => toldApart(known ?? []), [known]);
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  return (
    <DecodeAsDialog
      choices={choices}
      protocols={protocols}
      candidates={candidates(view, catalogue)}
      onApply={(changed) => {
        setDecodeAs(changed);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function GoTo({ onClose }: PartProps): ReactNode {
  const { store } = useApp();
  const count = useAppState((state) => state.status?.packets ?? 0);
  return (
    <GoToDialog
      count={count}
      onGo={(packet) => {
        onClose();
        store.getState().selectPacket(packet);
      }}
      onClose={onClose}
    />
  );
}

function Export({ onClose }: PartProps): ReactNode {
  const { session } = useApp();
  const packets = useAppState((state) => state.status?.packets ?? 0);
  const shown = useAppState(listCount);
  const isAll = useAppState(isWhole);
  const marked = useAppState((state) => state.marks.marked);
  const selected = useAppState(selectedCount);
  const progress = useAppState((state) => state.exporting);
  const fault = useAppState((state) => state.exportFault);
  return (
    <ExportDialog
      choices={[
        { id: 'all', label: 'All packets', packets },
        { id: 'shown', label: 'Shown packets, in the order of the list', packets: shown },
        { id: 'marked', label: 'Marked packets', packets: marked },
        {
          id: 'selected',
          label: selected > 1 ? 'Selected packets, in the order of the list' : 'The selected packet',
          packets: selected,
        },
      ]}
      usual={selected > 1 ? 'selected' : isAll ? 'all' : 'shown'}
      progress={progress}
      fault={fault}
      onExport={session.marking.exportPackets}
      onStop={session.marking.stopExport}
      onClose={() => {
        if (progress !== undefined) session.marking.stopExport();
        onClose();
      }}
    />
  );
}

function Comment({ onClose }: PartProps): ReactNode {
  const { session } = useApp();
  const packet = useAppState((state) => state.packet) ?? 0;
  const text = useAnswer(session.marking.commentOf, packet);
  if (text === undefined) return undefined;
  return (
    <CommentDialog
      number={packet + 1}
      initialText={text}
      onSave={(changed) => {
        session.marking.comment(packet, changed);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function Octets({ onClose }: PartProps): ReactNode {
  const octets = useAppState((state) => state.shownOctets);
  return octets === undefined ? undefined : (
    <Suspense>
      <ShowOctetsDialog octets={octets} onClose={onClose} />
    </Suspense>
  );
}

function TimeShift({ onClose }: PartProps): ReactNode {
  const { session } = useApp();
  const packet = useAppState((state) => state.packet) ?? 0;
  const packets = useAppState((state) => state.status?.packets ?? 0);
  const selected = useAppState(selectedCount);
  const isShifted = useAppState((state) => state.marks.isShifted);
  const time = useAnswer(session.marking.timeOf, packet);
  return (
    <TimeShiftDialog
      packet={packet}
      packets={packets}
      selected={selected}
      time={time}
      isShifted={isShifted}
      onShift={session.marking.shiftTimes}
      onSetTime={session.marking.setTime}
      onUndo={session.marking.undoTimeShifts}
      onClose={onClose}
    />
  );
}

/** What the engine says of a packet; undefined until it has said it. */
function useAnswer<T>(ask: (packet: number) => Promise<T>, packet: number): T | undefined {
  const [answer, setAnswer] = useState<T | undefined>(undefined);
  useEffect(() => {
    let isOpen = true;
    void ask(packet).then((known) => {
      if (isOpen) setAnswer(known);
    });
    return () => {
      isOpen = false;
    };
  }, [ask, packet]);
  return answer;
}

function Shortcuts({ onClose }: PartProps): ReactNode {
  const { actions } = useApp();
  return <ShortcutSheet actions={actions} onClose={onClose} />;
}

function Palette({ onClose }: PartProps): ReactNode {
  const { store, actions } = useApp();
  const all = [...actions, ...filterButtonActions(store)];
  return <CommandPalette actions={all.filter(({ when }) => when(store.getState()))} onClose={onClose} />;
}
