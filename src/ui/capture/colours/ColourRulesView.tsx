import { type ReactNode, useEffect, useState } from 'react';
import { useApp, useAppState } from '../../app/context.ts';
import { grouped } from '../../widgets/grouped.ts';
import { visibleText } from '../details/visible-text.ts';
import { ColourRulesDialog } from './ColourRulesDialog.tsx';
import { rulesInUse } from './rule-list.ts';

/** The dialog of colour rules, over the layout that is kept. */
export function ColourRulesView({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { session } = useApp();
  const colours = useAppState((state) => state.layout.colours);
  const changeLayout = useAppState((state) => state.changeLayout);
  return (
    <ColourRulesDialog
      colours={colours}
      analyse={session.list.analyseFilter}
      verdict={useVerdict()}
      onColours={(changed) => changeLayout({ colours: changed })}
      onClose={onClose}
    />
  );
}

/** Which rule colours the selected packet, asked anew once the engine knows of a change. */
function useVerdict(): string | undefined {
  const { store, session } = useApp();
  const packet = useAppState((state) => state.packet);
  const epoch = useAppState((state) => state.epoch);
  const [verdict, setVerdict] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the epoch tells that rules or packets have changed
  useEffect(() => {
    let isWanted = true;
    const asked = rulesInUse(store.getState().layout.colours);
    if (packet === undefined) setVerdict(undefined);
    else if (!store.getState().layout.colours.isOn) setVerdict('Colours of rows are switched off');
    else
      void session.colours.ruleOf(packet).then((place) => {
        if (!isWanted) return;
        const name = place === undefined ? undefined : asked[place]?.name;
        const called = name === undefined ? undefined : visibleText(name) || 'without a name';
        const number = grouped(packet + 1);
        setVerdict(
          called === undefined ? `No rule colours packet ${number}` : `Packet ${number} is coloured by: ${called}`,
        );
      });
    return () => {
      isWanted = false;
    };
  }, [packet, epoch, session, store]);
  return verdict;
}
