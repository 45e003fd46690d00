import { fromUtf8, toUtf8 } from '../base/bytes.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import type { Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { type CaptureState, Summary } from '../dissect/summary.ts';
import { type Dissected, frameInfo, octets } from './packets.ts';

/** A message of a capture: who sent it to whom, and when. */
export interface Message {
  /** Media type; behind `quoted `, the message stands in an error message that quotes it. */
  readonly type: string;
  /** Hexadecimal digits or octets. */
  readonly body: string | Uint8Array;
  readonly from?: string;
  readonly to?: string;
  /** Seconds after the first one. */
  readonly after?: number;
  /** Octets at the end that the capture cut off. */
  readonly cut?: number;
}

const QUOTED = 'quoted ';
const LINK = 0x7f01;
const FIRST_SECONDS = 1_700_000_000;

/** Registers a link type whose packets have addresses and a media type in front, as text, and then content. */
export function withPost(registry: Registry): Registry {
  const media = registry.table('media.type');
  registry.bind('link.type', LINK, {
    id: 'post',
    name: 'Post',
    summarize(bytes, start, end, row) {
      const [type, from, to, at] = envelope(bytes);
      row.source = row.state.addresses.named(from);
      row.destination = row.state.addresses.named(to);
      if (!type.startsWith(QUOTED)) media.get(type)?.summarize?.(bytes, start + at, end, row);
    },
    dissect(cursor, context) {
      const [type, from, to, at] = envelope(cursor.bytes);
      context.source = from;
      context.destination = to;
      cursor.bit += at * 8;
      if (type.startsWith(QUOTED)) context.quoting++;
      context.next('media.type', type.replace(QUOTED, ''), cursor);
    },
  });
  return registry;
}

function envelope(bytes: Uint8Array): readonly [type: string, from: string, to: string, at: number] {
  const at = bytes.indexOf(0) + 1;
  const [type = '', from = '', to = ''] = (fromUtf8(bytes.subarray(0, at - 1)) ?? '').split('\n');
  return [type, from, to, at];
}

export interface Traffic {
  readonly state: CaptureState;
  /** Pass 2 of one packet. */
  dissect(index: number): Dissected;
  /** Pass 2 of all, in capture order. */
  readonly packets: readonly Dissected[];
}

/** Pass 1 over all messages, then pass 2 over each. */
export function dissectTraffic(
  registry: Registry,
  messages: readonly Message[],
  secrets: readonly Secret[] = [],
): Traffic {
  const state = createCaptureState();
  const row = new Summary(state);
  const packets = messages.map(({ type, body, from = '', to = '', after = 0, cut = 0 }, index) => {
    const head = toUtf8(`${type}\n${from}\n${to}\0`);
    const content = octets(body);
    const whole = new Uint8Array(head.length + content.length);
    whole.set(head);
    whole.set(content, head.length);
    const bytes = whole.subarray(0, whole.length - cut);
    const frame = {
      ...frameInfo({ table: 'link.type', key: LINK }, bytes.length, whole.length, index),
      seconds: FIRST_SECONDS + after,
    };
    row.begin(index, frame.seconds, 0, cut > 0);
    registry.table('link.type').get(LINK)?.summarize?.(bytes, 0, bytes.length, row);
    return { frame, bytes };
  });
  const dissect = (index: number): Dissected => dissectPacket({ registry, state, secrets, ...packets[index]! });
  return { state, dissect, packets: packets.map((_, index) => dissect(index)) };
}
