import { type ReactNode, useMemo } from 'react';
import { useApp, useAppState } from '../app/context.ts';
import { PasteDialog } from '../app/PasteDialog.tsx';
import { toldApart } from '../app/told-apart.ts';
import { useCraft } from './craft-context.ts';

/** Pasted bytes become packets of the collection; the open capture stays as it is. */
export function CraftPaste({ text, onClose }: { readonly text: string; readonly onClose: () => void }): ReactNode {
  const { session } = useApp();
  const craft = useCraft();
  const known = useAppState((state) => state.catalogue?.layers);
  const layers = useMemo(() => toldApart(known ?? []), [known]);
  return (
    <PasteDialog
      initialText={text}
      layers={layers}
      recognise={session.recognise}
      onOpen={(pasted, reading, layer, form) => {
        onClose();
        void craft.session.openPaste(pasted, reading, layer, form);
      }}
      onClose={onClose}
    />
  );
}
