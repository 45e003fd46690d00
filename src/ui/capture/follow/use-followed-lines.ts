import { useEffect, useRef, useState } from 'react';
import type { Api, FollowForm, FollowLine, FollowLines, FollowSide, FollowView } from '../../../worker/api.ts';
import type { Remote } from '../../../worker/rpc.ts';

/** Lines asked for beyond those in view, on both sides. */
const MORE = 64;

interface Window extends FollowLines {
  readonly key: string;
}

export interface FollowedLines {
  readonly count: number;
  /** Undefined while the line is on its way. */
  line(index: number): FollowLine | undefined;
  /** Asks for lines that are in view. */
  want(from: number, to: number): void;
}

/** Lines of what is followed: a window of them is here, others are asked for when they come into view. */
export function useFollowedLines(
  engine: () => Remote<Api>,
  view: FollowView | undefined,
  form: FollowForm,
  side: FollowSide,
): FollowedLines {
  const [shown, setShown] = useState<Window>();
  const wanted = useRef({ from: 0, to: 0 });
  const asking = useRef(false);
  const key = view === undefined ? '' : `${view.id} ${form} ${side}`;
  // What has been said since makes further lines, and the last one longer.
  const size = view === undefined ? 0 : view.octets[0] + view.octets[1] + view.missing[0] + view.missing[1];
  const latest = useRef({ key, size, form, side });
  latest.current = { key, size, form, side };
  /** What was asked last: the same is not asked twice. */
  const done = useRef('');

  const fetch = useRef(async (): Promise<void> => undefined);
  fetch.current = async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      for (;;) {
        const now = latest.current;
        const { from, to } = wanted.current;
        const question = `${now.key} ${now.size} ${from} ${to}`;
        if (now.key === '' || done.current === question) return;
        const lines = await engine().followLines(now.form, now.side, Math.max(0, from - MORE), to - from + 2 * MORE);
        done.current = question;
        if (lines !== undefined && now.key.startsWith(`${lines.id} `)) setShown({ ...lines, key: now.key });
      }
    } catch {
      // The engine has stopped: the page says so elsewhere.
    } finally {
      asking.current = false;
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another form and further octets are the reason to ask again
  useEffect(() => void fetch.current(), [key, size]);

  const isThere = shown !== undefined && shown.key === key;
  return {
    count: isThere ? shown.count : 0,
    line: (index) => (isThere ? shown.lines[index - shown.from] : undefined),
    want: (from, to) => {
      const now = wanted.current;
      const isCovered = isThere && shown.from <= from && (to <= shown.from + shown.lines.length || to > shown.count);
      if (isCovered || (now.from === from && now.to === to)) return;
      wanted.current = { from, to };
      void fetch.current();
    },
  };
}
