import type { Field } from '../codec/field.ts';
import { sendOver } from '../craft/bearers/bearers.ts';
import { templatePush, templates } from '../craft/templates/templates.ts';
import type { Registry } from '../dissect/registry.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { type PacketToWrite, writePcap } from '../files/capture-writer.ts';
import { MemorySpill } from '../files/spill.ts';
import type { Colours } from './colours/colours.ts';
import { ListingService } from './listing/listing-service.ts';
import { type Clock, Slices } from './listing/slices.ts';
import { loadCapture } from './load-capture.ts';
import type { Loading } from './loading.ts';
import { PacketQuestions } from './packet-questions.ts';

/** Link type of Ethernet. */
const ETHERNET = 1;
/** 2026-11-21T05:00:00Z. */
const BEGIN_SECONDS = 1_795_237_200;
/** Times that each packet stands in the made capture: code that has run some dozen times runs several times as fast. */
const COPIES = 8;
/** Rows that are asked for at once, as a page does. */
const ROWS = 64;
/** Loadings of the made capture behind the first, and what they take at most, in milliseconds: pass 1 runs a packet in a tenth of the time then. */
const LOADINGS = 8;
const LONGEST_LOADINGS_MS = 1200;
/** What rows and trees take at most, in milliseconds: on a slow machine it is left at that. */
const LONGEST_MS = 600;
/** Filters over fields, over fields beside columns, and none. */
const FILTERS = ['dmnoti.session_id > 1', 'sip.Method && frame.len > 60', ''];
/**
 * Filters over columns, and how often each is asked: their loops are compiled after some ten thousand rows. They have few matches, and
 * take half a millisecond each.
 */
const COLUMN_FILTERS = [
  'frame.len > 100000 && ip.src == 192.0.2.0/24',
  'udp.port == 2 || !(tcp.port > 1 || udp)',
  'frame.number > 60000 || frame.time_epoch < 1 && ip.addr != 192.0.2.1',
];
const COLUMN_RUNS = 10;

export interface RehearsalHost {
  readonly registry: Registry;
  /** What rows are coloured with. */
  readonly colours?: Colours;
  readonly clock: Clock;
  /** The octets as a file would bring them. */
  source(bytes: Uint8Array): ByteSource;
  /** False as soon as there is something to do. */
  isWanted(): boolean;
  fieldNumber(field: Field): number;
}

/** A capture of every kind of push over every bearer that stands on Ethernet. */
export function rehearsalCapture(): Uint8Array {
  const packets: PacketToWrite[] = [];
  for (const { id, bearers } of templates) {
    const push = templatePush(id);
    for (const bearer of bearers)
      for (const { bytes, start } of sendOver(push, bearer))
        if (start.table === 'link.type' && start.key === ETHERNET) packets.push({ seconds: 0, nanos: 0, bytes });
  }
  const copies = Array.from({ length: COPIES }, () => packets).flat();
  return writePcap(
    ETHERNET,
    copies.map(({ bytes }, at) => ({ seconds: BEGIN_SECONDS + at, nanos: 0, bytes })),
  );
}

/**
 * Runs the engine over a small made capture: opens it, lists, filters, shows. The platform compiles the engine meanwhile, so that
 * the first file finds it as fast as the second (cold, its first rows took six times as long).
 */
export async function rehearse(host: RehearsalHost): Promise<void> {
  const { clock, colours, registry, isWanted, fieldNumber } = host;
  const slices = new Slices(clock);
  const source = host.source(rehearsalCapture());
  await slices.pause();
  if (!isWanted()) return;
  const pause = async (): Promise<void> => {
    await clock.pause();
    if (!isWanted()) current.stop();
  };
  const load = (): Loading =>
    loadCapture(registry, source, { pause, makeSpill: () => new MemorySpill() }, () => undefined);
  let current = load();
  const loading = current;
  const capture = await loading.opened;
  await loading.done;
  const secrets = () => [];
  const version = () => 0;
  const listing = new ListingService({ clock, secrets, version, onStatus: () => undefined }, registry);
  listing.open(capture, false);
  const questions = new PacketQuestions({
    listing,
    ...(colours ? { colours } : {}),
    capture: () => capture,
    secrets,
    version,
    fieldNumber,
  });
  const from = clock.now();
  for (let at = 0; at < capture.length && clock.now() - from < LONGEST_MS; at += ROWS) {
    if (!isWanted()) break;
    await questions.rows(at, ROWS);
    await questions.packet(at);
    await slices.pause();
  }
  const filters = [...FILTERS, ...Array.from({ length: COLUMN_RUNS }, () => COLUMN_FILTERS).flat()];
  for (const filter of filters) {
    if (!isWanted()) break;
    await listing.setFilter(filter);
    await listing.idle();
    await slices.rest();
  }
  listing.close();
  await loading.close();
  const again = clock.now();
  for (let i = 0; i < LOADINGS && isWanted() && clock.now() - again < LONGEST_LOADINGS_MS; i++) {
    current = load();
    await current.listed;
    await current.close();
    await slices.pause();
  }
}
