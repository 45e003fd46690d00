import { startTransition, useEffect, useState } from 'react';
import { painted } from '../app/when-painted.ts';

/** A value one frame later: what it draws does not hold up the frame that shows what is looked at first. */
export function useAfterPaint<T>(value: T): T {
  const [shown, setShown] = useState<{ readonly value: T }>({ value });
  useEffect(() => {
    let isOver = false;
    void painted().then(() => {
      if (!isOver) startTransition(() => setShown((before) => (before.value === value ? before : { value })));
    });
    return () => {
      isOver = true;
    };
  }, [value]);
  return shown.value;
}
