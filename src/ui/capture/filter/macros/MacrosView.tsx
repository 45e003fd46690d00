import { type ReactNode, useCallback } from 'react';
import type { MacroDefinition } from '../../../../worker/api.ts';
import { useApp, useAppState } from '../../../app/context.ts';
import { MacrosDialog } from './MacrosDialog.tsx';

/** The dialog of filter macros, over those that are kept. */
export function MacrosView({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { session } = useApp();
  const macros = useAppState((state) => state.macros);
  const setMacros = useAppState((state) => state.setMacros);
  const judge = useCallback(
    (lines: readonly MacroDefinition[]) =>
      session
        .engine()
        .judgeMacros(lines)
        .catch(() => undefined),
    [session],
  );
  return <MacrosDialog macros={macros} judge={judge} onSave={setMacros} onClose={onClose} />;
}
