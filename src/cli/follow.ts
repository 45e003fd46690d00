import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { FollowService } from '../core/engine/follow/follow-service.ts';
import { lineText } from '../core/engine/follow/line-text.ts';
import type { FollowForm, FollowSide, FollowView } from '../core/engine/follow-views.ts';
import { type DecodeAs, newRegistry } from '../core/engine/headless.ts';
import { after, turn } from '../core/files/event-loop.ts';
import { openInput } from './dissect.ts';
import { EXIT, UsageError } from './exit.ts';
import { Output } from './output.ts';

/** Forms that a conversation is printed in; `raw` is its octets. */
export const FOLLOW_FORMS = ['ascii', 'utf8', 'dump', 'hex', 'c', 'yaml', 'raw'] as const;

export interface FollowOptions {
  readonly decodeAs: readonly DecodeAs[];
  /** Start layer of octets that have no link layer. */
  readonly as?: string;
  /** Number of a packet of the conversation, from 1. */
  readonly packet: number;
  readonly to: FollowForm | 'raw';
  readonly side: FollowSide;
}

/** Octets that are kept at once. */
const MOST_OCTETS = 1 << 30;
const LINES = 1024;
const WAIT_MS = 5;

/** Prints what the ends of a packet have said to each other; gives the exit status. */
export async function follow(file: string, options: FollowOptions): Promise<number> {
  const registry = newRegistry();
  applyDecodeAs(registry, options.decodeAs);
  const opened = await openInput(file, registry, { as: options.as, count: false, relates: false }, () => undefined);
  if (opened === undefined) return EXIT.damaged;
  try {
    const { capture } = opened;
    const service = new FollowService({
      clock: { pause: turn, now: () => performance.now() },
      most: MOST_OCTETS,
      capture: () => capture,
      isLoading: () => false,
    });
    const index = options.packet - 1;
    if (index >= capture.length) throw new UsageError(`--packet: ${file} has ${capture.length} packets`);
    if ((await service.follow(index, false)) === undefined)
      throw new UsageError(`packet ${options.packet} belongs to no conversation over TCP or UDP`);
    const view = await ended(service);
    await print(service, options);
    if (view.phase !== 'complete')
      process.stderr.write(`pushscope: ${file}: ${view.fault ?? 'more than is kept at once'}\n`);
    for (const { offset, message } of capture.notes.faults)
      process.stderr.write(`pushscope: ${file}: octet ${offset}: ${message}\n`);
    return view.phase !== 'complete' || capture.notes.faults.length > 0 ? EXIT.damaged : EXIT.ok;
  } finally {
    await opened.close();
  }
}

async function ended(service: FollowService): Promise<FollowView> {
  for (;;) {
    const view = service.followed();
    if (view === undefined) throw new Error('nothing is followed');
    if (view.phase !== 'reading') return view;
    await after(WAIT_MS);
  }
}

async function print(service: FollowService, { to, side }: FollowOptions): Promise<void> {
  const output = new Output();
  if (to === 'raw') {
    await output.octets(service.followedOctets(side));
    return;
  }
  for (let from = 0; ; from += LINES) {
    const window = service.followLines(to, side, from, LINES);
    if (window === undefined || window.lines.length === 0) break;
    for (const line of window.lines) await output.line(lineText(line));
  }
  await output.flush();
}
