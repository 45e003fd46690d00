import { joinBytes } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { type ContentHeaders, dissectContent } from '../../dissect/text-content.ts';
import { isCut, readHeaders } from '../../dissect/text-headers.ts';
import { f, TRAILERS } from './fields.ts';
import { type ChunkLine, chunkLineAt } from './framing.ts';
import { RULES } from './rules.ts';

export const BODY_FIELDS = { data: f.data, packed: f.packed, whole: f.whole };
/** Chunks that get rows of their own; the data of all are read. */
const MOST_ROWS = 1000;

interface Chunk extends ChunkLine {
  readonly at: number;
  /** Octets of data that are here. */
  readonly there: number;
}

/** Data octets of a chunked body in octets `start` to `end`; a view where one chunk has them all. */
export function joinChunks(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const data = chunksIn(bytes, start, end).map(({ next, there }) => bytes.subarray(next, next + there));
  return data.length === 1 ? data[0]! : joinBytes(data);
}

/** The chunks with data, up to the last one or to what is no chunk. */
function chunksIn(bytes: Uint8Array, start: number, end: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = start; at < end; ) {
    const line = chunkLineAt(bytes, at, end);
    if (line === 'more' || line.octets === undefined || line.octets === 0) break;
    const there = Math.min(line.octets, end - line.next);
    chunks.push({ ...line, at, there });
    at = line.next + line.octets + lineEndSize(bytes, line.next + line.octets, end);
  }
  return chunks;
}

/** Octets of the line end at `at`; 0 when there is none. */
function lineEndSize(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 < end && bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return 2;
  return at < end && bytes[at] === 0x0a ? 1 : 0;
}

/**
 * Reads a chunked body. Content in one chunk is read in place; that of several is put together in a source of its own.
 * @returns whether a dissector knew the content
 */
export function readChunked(cursor: Cursor, context: Context, headers: ContentHeaders): boolean {
  const { bytes, tree } = cursor;
  const end = cursor.end >>> 3;
  const chunks = chunksIn(bytes, cursor.at, end);
  const single = chunks.length === 1;
  let known = false;
  for (const chunk of chunks.slice(0, MOST_ROWS)) {
    const row = cursor.open(f.chunk);
    tree.setNote(row, `${chunk.octets} octets`);
    readChunkLine(cursor, chunk);
    if (single) {
      known = readWindow(cursor, chunk.there, () => dissectContent(cursor, context, headers, BODY_FIELDS));
    } else if (chunk.there > 0) cursor.octets(f.chunkData, chunk.there);
    readChunkEnd(cursor, chunk, end);
    cursor.close(row);
  }
  const more = chunks[MOST_ROWS];
  const last = chunks.at(-1);
  if (more !== undefined && last !== undefined) {
    const behind = Math.min(end, last.next + last.there);
    cursor.octets(f.chunkData, behind + lineEndSize(bytes, behind, end) - cursor.at);
    tree.setNote(tree.length - 1, `${chunks.length - MOST_ROWS} more chunks`);
  }
  if (!cursor.failed) readLastChunk(cursor, end);
  if (chunks.length > 1) {
    const joined = joinBytes(chunks.map(({ next, there }) => bytes.subarray(next, next + there)));
    const source = tree.addSource({
      label: `Joined chunks (${joined.length} octets)`,
      bytes: joined,
      cut: isCut(cursor),
    });
    known = dissectContent(new Cursor(tree, source), context, headers, BODY_FIELDS);
  }
  return known;
}

function readChunkLine(cursor: Cursor, line: ChunkLine): void {
  const { tree, source, bit } = cursor;
  tree.leaf(f.chunkSize, source, bit, line.digitsEnd * 8, line.octets ?? Number.NaN);
  cursor.bit = line.digitsEnd * 8;
  if (line.end > cursor.at) cursor.octets(f.chunkExtension, line.end - cursor.at);
  if (line.next > cursor.at) cursor.octets(f.chunkBoundary, line.next - cursor.at);
}

/** Narrows the cursor to the next octets. */
function readWindow(cursor: Cursor, octets: number, read: () => boolean): boolean {
  const outer = cursor.end;
  cursor.end = cursor.bit + octets * 8;
  const result = read();
  cursor.failed = false;
  cursor.bit = cursor.end;
  cursor.end = outer;
  return result;
}

function readChunkEnd(cursor: Cursor, chunk: Chunk, end: number): void {
  if (chunk.there < (chunk.octets ?? 0)) {
    cursor.need(f.chunkData, (chunk.octets ?? 0) * 8);
    return;
  }
  const size = lineEndSize(cursor.bytes, cursor.at, end);
  if (size > 0) cursor.octets(f.chunkBoundary, size);
  else if (cursor.octetsLeft > 0 && !(cursor.octetsLeft === 1 && isCut(cursor)))
    cursor.find(RULES['HTTP-006'], 'no line end follows the data of the chunk', cursor.bit, cursor.bit + 8);
}

/** The chunk of size 0 and the trailers, or what stands there instead. */
function readLastChunk(cursor: Cursor, end: number): void {
  if (cursor.octetsLeft === 0) {
    if (!isCut(cursor)) cursor.need(f.chunkSize, 8);
    cursor.recover();
    return;
  }
  const line = chunkLineAt(cursor.bytes, cursor.at, end);
  if (line === 'more' || line.octets !== 0) {
    if (line !== 'more' || !isCut(cursor)) {
      const behind = line === 'more' ? end : line.end;
      cursor.find(
        RULES['HTTP-005'],
        line === 'more' || line.digitsEnd === cursor.at
          ? 'no chunk size stands where one is due'
          : `the chunk size has ${line.digitsEnd - cursor.at} digits: more octets than any body has`,
        cursor.bit,
        Math.max(behind * 8, cursor.bit),
      );
    }
    const row = cursor.open(f.chunk);
    if (line !== 'more' && line.digitsEnd > cursor.at) readChunkLine(cursor, line);
    if (cursor.octetsLeft > 0) cursor.octets(f.chunkData, cursor.octetsLeft);
    cursor.close(row);
    return;
  }
  const row = cursor.open(f.lastChunk);
  readChunkLine(cursor, line);
  readHeaders(cursor, TRAILERS);
  cursor.close(row);
}
