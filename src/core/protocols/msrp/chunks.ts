import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Joined } from '../../dissect/reassembly.ts';
import type { Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import type { Message } from './scan.ts';

const KIND = 'msrp';
const LAST = '$';
const MORE = '+';

/** A message is the same in all its chunks. */
function keyOf({ messageId, fromPath, toPath }: Message): string {
  return `${messageId} ${fromPath} ${toPath}`;
}

/** True for a message that comes whole in one SEND. */
export function isWhole({ range, endLine }: Message): boolean {
  return range.first === 1 && endLine?.flag === LAST;
}

/** True for a chunk that others may complete. */
function isChunk({ messageId, endLine }: Message): boolean {
  return messageId !== '' && (endLine?.flag === LAST || endLine?.flag === MORE);
}

/** Pass 1: adds a chunk; gives the octets of the message when it is now whole. */
export function addChunk(row: Summary, bytes: Uint8Array, message: Message): Uint8Array | undefined {
  if (!isChunk(message)) return undefined;
  const { headersEnd: start, bodyEnd: end, range, endLine } = message;
  const piece = {
    frame: row.frame,
    at: row.reassembled ? -1 : start - row.frameAt,
    size: end - start,
    offset: range.first - 1,
    bytes: bytes.subarray(start, end),
  };
  return row.state.reassembly(KIND).add(keyOf(message), row.seconds, piece, endLine?.flag === LAST)?.bytes;
}

/** Pass 2: the message that a chunk is a part of, where the capture has all of it. */
export function joinedOf(context: Context, message: Message): Joined | undefined {
  if (!isChunk(message)) return undefined;
  const frame = context.frame.number - 1;
  const key = keyOf(message);
  const offset = message.range.first - 1;
  return context
    .joined(KIND)
    .find(
      (joined) => joined.key === key && joined.pieces.some((piece) => piece.frame === frame && piece.offset === offset),
    );
}

/** True for the chunk at which the message is shown: the last one of the packet that completes it. */
export function completes(context: Context, message: Message, joined: Joined): boolean {
  const frame = context.frame.number - 1;
  if (joined.frame !== frame) return false;
  return joined.pieces.findLast((piece) => piece.frame === frame)?.offset === message.range.first - 1;
}

/** Rows that point at the other chunks. */
export function showChunks(cursor: Cursor, joined: Joined, shownHere: boolean): void {
  const { tree, bit } = cursor;
  if (!shownHere) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.chunks);
  for (const piece of joined.pieces) {
    const chunk = cursor.generated(f.chunk, piece.frame + 1);
    tree.setNote(chunk, `octets ${piece.offset + 1} to ${piece.offset + piece.size}`);
  }
  cursor.close(row);
  tree.setNote(row, `${joined.pieces.length} chunks, ${joined.size} octets`);
  const notes = joined.notes.filter((note) => note !== 'duplicate');
  if (notes.length > 0) cursor.find(RULES['MSRP-010'], `the chunks of the message have: ${notes.join(', ')}`, bit, bit);
}
