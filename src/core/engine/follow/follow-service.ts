import type { FollowApi, FollowForm, FollowLine, FollowLines, FollowSide, FollowView } from '../follow-views.ts';
import { Slices } from '../listing/slices.ts';
import type { Promised } from '../promised.ts';
import { Followed, type FollowedHost } from './followed.ts';
import { lineText } from './line-text.ts';
import { type Lines, linesOf } from './lines.ts';

const MOST_LINES = 1024;
/** Lines between two looks at the clock. */
const LOOK_EVERY = 256;

/** What two ends of the open capture have said to each other: one conversation at a time. */
export class FollowService implements Promised<FollowApi> {
  readonly #host: FollowedHost;
  #followed: Followed | undefined;
  #ids = 0;
  #finds = 0;
  #lines:
    | { readonly of: Followed; readonly form: FollowForm; readonly side: FollowSide; readonly lines: Lines }
    | undefined;

  constructor(host: FollowedHost) {
    this.#host = host;
  }

  async follow(packet: number, isFromHere: boolean): Promise<FollowView | undefined> {
    this.leaveFollowed();
    const followed = Followed.of(this.#host, ++this.#ids, packet, isFromHere);
    if (followed === undefined) return undefined;
    this.#followed = followed;
    await followed.begin();
    return followed.view();
  }

  followed(): FollowView | undefined {
    return this.#followed?.view();
  }

  stopFollowing(): void {
    this.#followed?.stop();
  }

  leaveFollowed(): void {
    this.#followed?.stop();
    this.#followed = undefined;
    this.#lines = undefined;
    this.#finds++;
  }

  followLines(form: FollowForm, side: FollowSide, from: number, count: number): FollowLines | undefined {
    const known = this.#linesOf(form, side);
    if (known === undefined) return undefined;
    const { followed, lines } = known;
    const to = Math.min(lines.count, from + Math.min(count, MOST_LINES));
    const shown: FollowLine[] = [];
    for (let line = Math.max(0, from); line < to; line++) shown.push(lines.line(line));
    return { id: followed.id, from, count: lines.count, lines: shown };
  }

  async findInFollowed(
    form: FollowForm,
    side: FollowSide,
    text: string,
    from: number,
    direction: 1 | -1,
  ): Promise<number | undefined> {
    const find = ++this.#finds;
    const known = this.#linesOf(form, side);
    if (known === undefined || text === '') return undefined;
    const { lines } = known;
    const { count } = lines;
    const wanted = text.toLowerCase();
    const slices = new Slices(this.#host.clock);
    for (let step = 1; step <= count; step++) {
      const line = (((from + direction * step) % count) + count) % count;
      if (lineText(lines.line(line)).toLowerCase().includes(wanted)) return line;
      if (step % LOOK_EVERY !== 0) continue;
      await slices.rest();
      if (find !== this.#finds) return undefined;
    }
    return undefined;
  }

  followedLineOf(form: FollowForm, side: FollowSide, packet: number): number | undefined {
    const known = this.#linesOf(form, side);
    const piece = known?.followed.pieceOf(packet, side);
    return piece === undefined ? undefined : known?.lines.lineOf(piece);
  }

  async followedText(form: FollowForm, side: FollowSide): Promise<string> {
    const known = this.#linesOf(form, side);
    if (known === undefined) return '';
    const { lines } = known;
    const slices = new Slices(this.#host.clock);
    const parts: string[] = [];
    // Lines that come meanwhile are of another text.
    const { count } = lines;
    for (let line = 0; line < count; line++) {
      parts.push(lineText(lines.line(line)));
      if (line % LOOK_EVERY === 0) await slices.rest();
    }
    parts.push('');
    return parts.join('\n');
  }

  followedOctets(side: FollowSide): Uint8Array {
    return this.#followed?.whole(side) ?? new Uint8Array(0);
  }

  #linesOf(form: FollowForm, side: FollowSide): { readonly followed: Followed; readonly lines: Lines } | undefined {
    const followed = this.#followed;
    if (followed === undefined) return undefined;
    const known = this.#lines;
    const isSame = known?.of === followed && known.form === form && known.side === side;
    const lines = isSame ? known.lines : linesOf(followed.said, form, side, followed.about);
    if (!isSame) this.#lines = { of: followed, form, side, lines };
    lines.extend();
    return { followed, lines };
  }
}

/** The calls of the api, for whoever serves it. */
export function followCalls(service: FollowService): Promised<FollowApi> {
  return {
    follow: (packet, isFromHere) => service.follow(packet, isFromHere),
    followed: () => service.followed(),
    stopFollowing: () => service.stopFollowing(),
    leaveFollowed: () => service.leaveFollowed(),
    followLines: (form, side, from, count) => service.followLines(form, side, from, count),
    findInFollowed: (form, side, text, from, direction) => service.findInFollowed(form, side, text, from, direction),
    followedLineOf: (form, side, packet) => service.followedLineOf(form, side, packet),
    followedText: (form, side) => service.followedText(form, side),
    followedOctets: (side) => service.followedOctets(side),
  };
}
