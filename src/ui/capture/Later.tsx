import { type ReactNode, startTransition, useEffect, useState } from 'react';

/** Draws its children once what stands around it is on the screen: no single task of the page has to draw all. */
export function Later({ children }: { readonly children: ReactNode }): ReactNode {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setReady(true)));
    return () => clearTimeout(timer);
  }, []);
  return isReady ? children : null;
}
