import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from 'react';

/** True where all is drawn ahead, out of sight: nobody waits for it. */
export const DrawnAhead = createContext(false);

/** Draws its children once what stands around it is on the screen: no single task of the page has to draw all. */
export function Later({ children }: { readonly children: ReactNode }): ReactNode {
  const [isReady, setReady] = useState(useContext(DrawnAhead));
  useEffect(() => {
    if (isReady) return;
    const timer = setTimeout(() => startTransition(() => setReady(true)));
    return () => clearTimeout(timer);
  }, [isReady]);
  return isReady ? children : null;
}
