import { useEffect, useRef, useState } from 'react';

/** Least milliseconds between two questions of one kind. */
const EVERY = 400;

/**
 * An answer of the engine that grows: asked again whenever `tick` changes or the answer says that it is still growing. The old answer
 * stays while a new one is on its way; one for another key is dropped.
 */
export function useGrowing<T extends { readonly isGrowing: boolean }>(
  ask: () => Promise<T | undefined>,
  key: string,
  tick: string,
): T | undefined {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T | undefined }>();
  const [again, setAgain] = useState(0);
  const current = useRef({ ask, key, asked: 0, isOpen: false });
  current.current.ask = ask;
  const isOther = current.current.key !== key;
  current.current.key = key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new tick is the reason to ask again
  useEffect(() => {
    const state = current.current;
    const wait = isOther ? 0 : Math.max(0, state.asked + EVERY - performance.now());
    const timer = setTimeout(() => {
      state.asked = performance.now();
      state.ask().then(
        (value) => {
          if (state.key !== key) return;
          setAnswer({ key, value });
          if (value?.isGrowing === true) setTimeout(() => setAgain((count) => count + 1), EVERY);
        },
        () => {
          // The engine has stopped: the page says so elsewhere.
        },
      );
    }, wait);
    return () => clearTimeout(timer);
  }, [key, tick, again]);
  return answer?.value;
}
