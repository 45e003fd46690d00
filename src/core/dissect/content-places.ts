import { CHUNK, Column, RowCount } from '../base/column.ts';
import { OctetArena } from '../base/octet-arena.ts';
import type { Dissector } from './registry.ts';
import type { Summary } from './summary.ts';

/** Most octets kept of content that does not lie in one captured packet. */
const MOST_OCTETS = 16 * 1024 * 1024;
/** Most octets of one content that are kept: what is longer (a page, a file) would take the room of many. */
const LONG = 16 * 1024;
/**
 * Octets of content that are kept although they lie in one captured packet: what one short message can carry. So a filter over
 * notifications reads no file.
 */
const SHORT = 140;
/** Most octets kept of these; what comes later is read where it lies. */
const MOST_SHORT_OCTETS = 16 * 1024 * 1024;
/** Most places; packets behind them are read from their first octet on. */
const MOST_PLACES = 16 * 1024 * 1024;
/** Kind of an entry that says: this packet may have content which is not noted. */
const HIDDEN = 0;
/** Added to the kind of content whose octets are kept here. */
const KEPT = 0x8000;
/** Place of content that is not in its packet, and that is not kept. */
const LOST = 0xffff_ffff;

/** One place at a time, read by `ContentPlaces.read`. */
export class ContentPlace {
  dissector: Dissector | undefined;
  /** Octets that hold the content; undefined where they are the captured packet's. */
  kept: Uint8Array | undefined;
  /** First octet of the content in these octets. */
  at = 0;
  /** Octets of the content. */
  size = 0;
  /** Destination port of the innermost transport, as in the summary. */
  port = 0;
}

/** Octets that are kept of one sort of content, at most in all, and at most of one. */
interface Room {
  held: number;
  readonly most: number;
  readonly longest: number;
}

interface PlaceChunks {
  readonly frame: Uint32Array;
  readonly at: Uint32Array;
  readonly size: Uint32Array;
  readonly kind: Uint16Array;
  readonly port: Uint16Array;
}

/**
 * Where pass 1 has met content, in capture order: 16 octets for each. A filter over fields that stand in the content alone
 * reads it there and leaves everything around it; what was put together of several packets is kept as it was then, and so is what is short.
 */
export class ContentPlaces {
  readonly #count = new RowCount();
  readonly #frame = new Column(Uint32Array, this.#count);
  readonly #at = new Column(Uint32Array, this.#count);
  readonly #size = new Column(Uint32Array, this.#count);
  readonly #kind = new Column(Uint16Array, this.#count);
  readonly #port = new Column(Uint16Array, this.#count);
  /** The chunks that are being filled, once there are some: one look-up a place instead of one a column. */
  #now: PlaceChunks | undefined;
  readonly #dissectors: (Dissector | undefined)[] = [undefined];
  readonly #kinds = new Map<Dissector, number>();
  readonly #mostPlaces: number;
  readonly #kept = new OctetArena();
  /** For content that was put together of several packets, and for what is short. */
  readonly #joined: Room;
  readonly #short: Room;
  /** What was kept last: its packet, its octets in their buffer, and its place among those kept. */
  readonly #last = { frame: -1, start: 0, end: 0, at: 0 };
  /** Packets that turned out to hide content when later ones had been read. */
  readonly #late = new Set<number>();
  /** What `first` has found before. */
  #before = 0;
  /** First packet that was not noted any more. */
  #closedFrom = Number.POSITIVE_INFINITY;

  constructor(most = { octets: MOST_OCTETS, shortOctets: MOST_SHORT_OCTETS, places: MOST_PLACES }) {
    this.#mostPlaces = most.places;
    this.#joined = { held: 0, most: most.octets, longest: LONG };
    this.#short = { held: 0, most: most.shortOctets, longest: SHORT };
  }

  /** Places noted. */
  get length(): number {
    return this.#count.rows;
  }

  /** Notes nothing from now on: nobody will ask. */
  close(): void {
    this.#closedFrom = 0;
  }

  /** Pass 1: octets `start` to `end` are read by `dissector`. Of `row` it takes packet, port, and where the octets lie. */
  note(dissector: Dissector, bytes: Uint8Array, start: number, end: number, row: Summary): void {
    // What is read aside in case that the rest never comes is hidden at the end.
    if (row.alone || row.frame >= this.#closedFrom) return;
    let kind = this.#kinds.get(dissector);
    if (kind === undefined) {
      kind = this.#dissectors.push(dissector) - 1;
      this.#kinds.set(dissector, kind);
    }
    const size = end - start;
    if (row.reassembled) {
      const place = this.#keep(bytes, start, end, row.frame, this.#joined);
      this.#add(row.frame, place, size, kind + KEPT, row.destinationPort);
      return;
    }
    // Of a packet that the capture cut off, its end must be known: it is read there.
    const kept = row.cut ? LOST : this.#keep(bytes, start, end, row.frame, this.#short);
    if (kept === LOST) this.#add(row.frame, start - row.frameAt, size, kind, row.destinationPort);
    else this.#add(row.frame, kept, size, kind + KEPT, row.destinationPort);
  }

  /** Packet `frame` may have content that is not noted: only its tree can tell. */
  hide(frame: number): void {
    if (frame >= this.#closedFrom) return;
    const last = this.#count.rows - 1;
    if (last >= 0 && this.#frame.get(last) > frame) this.#late.add(frame);
    else if (last < 0 || this.#frame.get(last) !== frame || this.#kind.get(last) !== HIDDEN)
      this.#add(frame, 0, 0, HIDDEN, 0);
  }

  /** True when all content of a packet is noted that a noting protocol would read. */
  isWhole(frame: number): boolean {
    if (!this.isNoted(frame)) return false;
    for (let i = this.first(frame); this.isOf(i, frame); i++) if (this.isHidden(i)) return false;
    return true;
  }

  /** False when places do not say all of a packet, whatever they are; else one of them says whether it hides something. */
  isNoted(frame: number): boolean {
    return frame < this.#closedFrom && (this.#late.size === 0 || !this.#late.has(frame));
  }

  /** Number of the first place of packet `frame`, or of the next one that has some. */
  first(frame: number): number {
    const { rows } = this.#count;
    const before = this.#before;
    // Who asks goes on from packet to packet: steps that grow find the next one sooner than halves of all.
    let low = before <= rows && (before === 0 || this.#frame.get(before - 1) < frame) ? before : 0;
    let high = rows;
    for (let step = 1; low < rows; step *= 2) {
      const next = Math.min(low + step, rows) - 1;
      if (this.#frame.get(next) >= frame) {
        high = next;
        break;
      }
      low = next + 1;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#frame.get(middle) < frame) low = middle + 1;
      else high = middle;
    }
    this.#before = low;
    return low;
  }

  /** True when place `i` is of packet `frame`. */
  isOf(i: number, frame: number): boolean {
    return i < this.#count.rows && this.#frame.get(i) === frame;
  }

  /** True when place `i` says that its packet may have content which is not noted. */
  isHidden(i: number): boolean {
    return this.#kind.get(i) === HIDDEN;
  }

  /** True when the octets of place `i` are kept here: the file need not be read. */
  isKept(i: number): boolean {
    return this.#kind.get(i) >= KEPT;
  }

  /** True when only the packet's tree has the content of place `i`. */
  isLost(i: number): boolean {
    return this.#at.get(i) === LOST;
  }

  /** Number of the dissector of place `i`, from 1; 0 where there is none. */
  kindAt(i: number): number {
    return this.#kind.get(i) & (KEPT - 1);
  }

  /** The dissector of a kind. */
  dissectorOf(kind: number): Dissector | undefined {
    return this.#dissectors[kind];
  }

  dissectorAt(i: number): Dissector | undefined {
    return this.dissectorOf(this.kindAt(i));
  }

  /** Puts place `i` into `place`. */
  read(i: number, place: ContentPlace): void {
    place.dissector = this.dissectorAt(i);
    const at = this.#at.get(i);
    const isKept = this.isKept(i);
    place.kept = isKept && at !== LOST ? this.#kept.blockOf(at) : undefined;
    place.at = isKept ? this.#kept.offsetOf(at) : at;
    place.size = this.#size.get(i);
    place.port = this.#port.get(i);
  }

  #extend(): PlaceChunks {
    return {
      frame: this.#frame.extend(),
      at: this.#at.extend(),
      size: this.#size.extend(),
      kind: this.#kind.extend(),
      port: this.#port.extend(),
    };
  }

  #add(frame: number, at: number, size: number, kind: number, port: number): void {
    if (this.#count.rows >= this.#mostPlaces) {
      // The packet may have places already: it is among those that are not noted.
      this.#closedFrom = Math.min(this.#closedFrom, frame);
      return;
    }
    const index = this.#count.rows % CHUNK;
    if (index === 0) this.#now = this.#extend();
    const now = this.#now!;
    now.frame[index] = frame;
    now.at[index] = at;
    now.size[index] = size;
    now.kind[index] = kind;
    now.port[index] = port;
    this.#count.rows++;
  }

  /** Keeps octets of packet `frame`. @returns their place, `LOST` when there is no room */
  #keep(bytes: Uint8Array, start: number, end: number, frame: number, room: Room): number {
    const inner = this.#placeInLast(bytes, start, end, frame);
    if (inner !== LOST) return inner;
    const size = end - start;
    if (size > room.longest || room.held + size > room.most) return LOST;
    room.held += size;
    return this.#put(bytes, start, end, frame);
  }

  #put(bytes: Uint8Array, start: number, end: number, frame: number): number {
    const last = this.#last;
    last.frame = frame;
    last.start = start;
    last.end = end;
    last.at = this.#kept.put(bytes, start, end);
    return last.at;
  }

  /** Place of octets that are content of what was kept last, `LOST` when they are not. */
  #placeInLast(bytes: Uint8Array, start: number, end: number, frame: number): number {
    const last = this.#last;
    if (start === end || last.frame !== frame || start < last.start || end > last.end) return LOST;
    const at = last.at + start - last.start;
    // Buffers are used again, so the octets say whether it is.
    return sameOctets(this.#kept.blockOf(at), this.#kept.offsetOf(at), bytes, start, end - start) ? at : LOST;
  }
}

function sameOctets(kept: Uint8Array, at: number, bytes: Uint8Array, start: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (kept[at + i] !== bytes[start + i]) return false;
  return true;
}
