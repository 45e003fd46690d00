import { type ReactNode, useState } from 'react';
import { Group } from 'react-resizable-panels';
import { useAppState } from './context.ts';

interface PanesProps {
  /** Under which the sizes are kept. */
  readonly id: string;
  readonly className: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}

/** A group of panes that keeps its sizes between visits. */
export function Panes({ id, className, orientation, children }: PanesProps): ReactNode {
  const stored = useAppState((state) => state.layout.panes[id]);
  const setPanes = useAppState((state) => state.setPanes);
  // Only the first render counts: later on the group has its sizes itself.
  const [initial] = useState(stored);
  return (
    <Group
      id={id}
      orientation={orientation}
      className={className}
      defaultLayout={initial}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        if (isUserInteraction) setPanes(id, sizes);
      }}
    >
      {children}
    </Group>
  );
}
