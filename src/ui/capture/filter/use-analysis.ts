import { useEffect, useRef, useState } from 'react';
import type { FilterAnalysis } from '../../../worker/api.ts';

export interface Analysed extends FilterAnalysis {
  /** The text that was analysed; the one in the field may be newer. */
  readonly text: string;
}

const NOTHING: Analysed = { text: '', state: 'empty', completions: [] };

/**
 * What the engine says of a filter text, asked at each key; the newest answer counts, the old one stays until then.
 * @param isTyped whether somebody is at the field: what an empty one could begin with is not asked before that
 */
export function useAnalysis(
  text: string,
  cursor: number,
  isTyped: boolean,
  analyse: (text: string, cursor: number) => Promise<FilterAnalysis | undefined>,
): Analysed {
  const [analysis, setAnalysis] = useState(NOTHING);
  const newest = useRef(0);
  useEffect(() => {
    const own = ++newest.current;
    if (text === '' && !isTyped) {
      setAnalysis(NOTHING);
      return;
    }
    void analyse(text, cursor).then((answer) => {
      if (own === newest.current && answer !== undefined) setAnalysis({ ...answer, text });
    });
  }, [text, cursor, isTyped, analyse]);
  return analysis;
}
