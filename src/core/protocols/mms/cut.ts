import type { Cursor } from '../../codec/cursor.ts';

/** True when what lies behind the window is missing because the capture cut it off. */
export function isCutHere(cursor: Cursor): boolean {
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  return (cut && cursor.end === bytes.length * 8) || cursor.end === cursor.cutAt;
}
