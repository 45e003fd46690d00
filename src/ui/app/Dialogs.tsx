import { type ReactNode, useMemo } from 'react';
import { KeysPanel } from '../keys/KeysPanel.tsx';
import type { DialogId } from '../state/shell.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { useApp, useAppState } from './context.ts';
import { DecodeAsDialog } from './DecodeAsDialog.tsx';
import { candidates } from './decode-as.ts';
import { GoToDialog } from './GoToDialog.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { serverIds } from './server-ids.ts';
import { toldApart } from './told-apart.ts';

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

function Shortcuts({ onClose }: PartProps): ReactNode {
  const { actions } = useApp();
  return <ShortcutSheet actions={actions} onClose={onClose} />;
}

function Palette({ onClose }: PartProps): ReactNode {
  const { store, actions } = useApp();
  return <CommandPalette actions={actions.filter(({ when }) => when(store.getState()))} onClose={onClose} />;
}
