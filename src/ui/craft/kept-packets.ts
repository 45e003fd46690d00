import type { CraftStore, CraftView } from '../state/craft.ts';
import { textOf } from '../state/craft-packet.ts';
import { isPacketLink } from '../state/packet-link.ts';

/*
 * Crafted packets over a reload: their descriptions stand in the tab's own storage and go with the tab. Secrets are no part
 * of descriptions, nor of this.
 */

const KEY = 'pushscope.crafted';
/** UTF-16 units of all descriptions together; browsers keep some five million. */
const MOST_UNITS = 1_500_000;
const REST_MS = 300;

export interface KeptPacket {
  readonly name: string;
  readonly text: string;
  readonly delay: number;
  readonly comment: string;
}

export interface Kept {
  readonly packets: readonly KeptPacket[];
  /** Place of the open one. */
  readonly active: number;
  readonly view: CraftView;
  /** The link that the page was opened by: its packet is among those that were kept. */
  readonly link: string | undefined;
}

const VIEWS: readonly CraftView[] = ['edit', 'out', 'break', 'compare', 'export'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What a text says that was kept; undefined when it is not what `keptText` writes. */
export function readKept(text: string | null): Kept | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !Array.isArray(value['packets'])) return undefined;
  const packets = value['packets'].flatMap((one: unknown): KeptPacket[] => {
    if (!isRecord(one) || typeof one['name'] !== 'string' || typeof one['text'] !== 'string') return [];
    const { delay, comment } = one;
    return [
      {
        name: one['name'],
        text: one['text'],
        delay: typeof delay === 'number' && Number.isFinite(delay) ? delay : 0,
        comment: typeof comment === 'string' ? comment : '',
      },
    ];
  });
  if (packets.length === 0) return undefined;
  const { active, link } = value;
  return {
    packets,
    active: typeof active === 'number' && packets[active] !== undefined ? active : packets.length - 1,
    view: VIEWS.find((view) => view === value['view']) ?? 'edit',
    link: typeof link === 'string' ? link : undefined,
  };
}

/** The text to keep, undefined when there is nothing to keep: the open packet first, then as many as there is room for. */
export function keptText({ packets, active, view, link }: Kept): string | undefined {
  const order = [active, ...packets.keys()];
  const chosen = new Set<number>();
  let units = 0;
  for (const place of order) {
    const size = packets[place]?.text.length;
    if (size === undefined || chosen.has(place) || units + size > MOST_UNITS) continue;
    chosen.add(place);
    units += size;
  }
  if (chosen.size === 0) return undefined;
  const places = [...chosen].sort((a, b) => a - b);
  return JSON.stringify({
    packets: places.map((place) => packets[place]),
    active: Math.max(0, places.indexOf(active)),
    view,
    ...(link === undefined ? {} : { link }),
  });
}

/** Gives the store what was kept, and keeps what changes from now on. True when the packet of the page's link is there. */
export function keepPackets(store: CraftStore): { readonly hasLinked: boolean } {
  const kept = readKept(stored());
  if (kept !== undefined) store.getState().restore(kept);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { packets, active, view } = store.getState();
    const text = keptText({
      packets: packets.map((packet) => ({
        name: packet.name,
        text: textOf(packet),
        delay: packet.delay,
        comment: packet.comment,
      })),
      active: packets.findIndex(({ id }) => id === active),
      view,
      link: isPacketLink(location.hash) ? location.hash : undefined,
    });
    try {
      if (text === undefined) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, text);
    } catch {
      // Storage is full or switched off: a reload begins anew.
    }
  };
  store.subscribe(({ packets, active, view }, before) => {
    if (packets === before.packets && active === before.active && view === before.view) return;
    timer ??= setTimeout(write, REST_MS);
  });
  addEventListener('pagehide', () => {
    if (timer !== undefined) write();
  });
  return { hasLinked: kept?.link !== undefined && kept.link === location.hash };
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
