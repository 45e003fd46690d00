import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useAppState } from '../../../app/context.ts';
import { whenPainted } from '../../../app/when-painted.ts';
import type { ShownRows } from '../PacketList.tsx';

/** Where it cannot be loaded there is none: nothing is missed that is not elsewhere too. */
const ListMap = lazy(() =>
  import('./ListMap.tsx').then(
    ({ ListMap: component }) => ({ default: component }),
    () => ({ default: () => null }),
  ),
);

/**
 * The place of the map beside the scroll bar; the map itself is loaded once the first tree is on the screen. A screen reader passes
 * it by, and the keyboard too: it leads where the list, the marks and the errors lead that can be gone through by keys.
 */
export function MapSlot(shown: ShownRows): ReactNode {
  const hasTree = useAppState(({ view }) => view !== undefined);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (hasTree) whenPainted(() => setReady(true));
  }, [hasTree]);
  return (
    <div className="list-map" aria-hidden="true">
      {isReady ? (
        <Suspense>
          <ListMap {...shown} />
        </Suspense>
      ) : undefined}
    </div>
  );
}
