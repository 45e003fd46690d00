import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { Group } from 'react-resizable-panels';
import { useAppState } from '../app/context.ts';

/** A group of panes that keeps its sizes between visits. */
export function Panes({
  id,
  orientation,
  children,
}: {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}): ReactNode {
  const stored = useAppState((state) => state.layout.panes[id]);
  const setPanes = useAppState((state) => state.setPanes);
  // Only the first render counts: later on the group has its sizes itself.
  const [initial] = useState(stored);
  return (
    <Group
      id={id}
      orientation={orientation}
      className="craft-panes"
      defaultLayout={initial}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        if (isUserInteraction) setPanes(id, sizes);
      }}
    >
      {children}
    </Group>
  );
}

/** Whether the page is at least so wide. */
export function useIsWide(pixels: number): boolean {
  const query = `(min-width: ${pixels}px)`;
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
