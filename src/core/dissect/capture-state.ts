import { AddressPool } from './address-pool.ts';
import { ChainReassembly } from './chain-reassembly.ts';
import { ContentPlaces } from './content-places.ts';
import { ConversationNumbers } from './conversation-numbers.ts';
import { Exchanges } from './exchanges.ts';
import { Facts } from './facts.ts';
import { LearningLog } from './learning-log.ts';
import { LoneFragments } from './lone-fragments.ts';
import { PartReassembly } from './part-reassembly.ts';
import { type Joined, type Piece, Reassembly, type ReassemblyLimits } from './reassembly.ts';
import { indicationColumns, notificationColumns, PLAIN_COLUMNS, sessionColumns } from './sighting-columns.ts';
import { type SightingKinds, Sightings } from './sightings.ts';
import { Streams } from './streams.ts';
import type { CaptureState } from './summary.ts';

const LIMITS = { keepSeconds: 30, maxPieces: 8192, maxOctets: 65_535, maxHeldOctets: 16 * 1024 * 1024 };

/** Chunks of MSRP hold messages of any size, and wait for an answer now and then. */
const LIMITS_OF_KIND: Readonly<Record<string, ReassemblyLimits>> = {
  msrp: { ...LIMITS, keepSeconds: 600, maxOctets: 4 * 1024 * 1024 },
};

/** Messages in parts: 255 parts at most, and few octets in each. */
const PART_LIMITS = { maxParts: 1024, maxOctets: 1024 * 1024, maxHeldOctets: 16 * 1024 * 1024 };

const NONE: readonly number[] = [];

/** Messages in exchange: repeated ones beyond some hundreds add nothing. */
const EXCHANGE_LIMITS = { maxSteps: 600, maxOpen: 65_536 };

/**
 * State of a capture, empty before pass 1.
 * @param options.defer true when the caller sees to it that `learning` is worked off
 * @param options.isFiltered true when filters ask where contents lie; for few packets, places of them cost more than all else
 * @param options.addresses a pool to share; a new one when left out
 */
export function createCaptureState({
  defer = false,
  isFiltered = false,
  addresses = new AddressPool(),
}: {
  readonly defer?: boolean;
  readonly isFiltered?: boolean;
  readonly addresses?: AddressPool;
} = {}): CaptureState {
  const kinds = new Map<string, Reassembly>();
  const parts = new Map<string, PartReassembly>();
  const chains = new Map<string, ChainReassembly>();
  const facts = new Map<string, Facts>();
  const exchanges = new Map<string, Exchanges>();
  const sightings: { readonly [K in keyof SightingKinds]: () => Sightings<SightingKinds[K]> } = {
    'dm.notification': onceAsked(() => new Sightings(notificationColumns)),
    'dm.session': onceAsked(() => new Sightings(sessionColumns)),
    si: onceAsked(() => new Sightings(indicationColumns)),
    content: onceAsked(() => new Sightings(() => PLAIN_COLUMNS)),
    pap: onceAsked(() => new Sightings(() => PLAIN_COLUMNS)),
  };
  let isForColumns = false;
  const numbers = (): ConversationNumbers => {
    const made = new ConversationNumbers();
    if (isForColumns) made.close();
    return made;
  };
  const conversations = { tcp: onceAsked(numbers), udp: onceAsked(numbers) };
  const streams = new Streams();
  const contents = new ContentPlaces();
  if (!isFiltered) contents.close();
  const lone = new LoneFragments(() => createCaptureState({ addresses }));
  /** Other packets that brought those pieces of the messages shown at packet `frame` which count. */
  const bringers = (frame: number, counts: (piece: Piece) => boolean): readonly number[] => {
    // Nearly all packets need no other, and this is asked for each that a filter reads.
    let needed: Set<number> | undefined;
    const add = (joined: Joined): void => {
      needed ??= new Set();
      for (const piece of joined.pieces) if (counts(piece)) needed.add(piece.frame);
    };
    for (const reassembly of kinds.values())
      for (const joined of reassembly.of(frame)) if (joined.frame === frame) add(joined);
    for (const sets of parts.values())
      for (const { joined } of sets.of(frame)) if (joined?.frame === frame) add(joined);
    for (const sets of chains.values())
      for (const { joined } of sets.of(frame)) if (joined?.frame === frame) add(joined);
    const shown = streams.shownAt(frame);
    if (shown !== undefined) for (const one of shown) if (one.kind === 'joined') add(one.message);
    if (needed === undefined) return NONE;
    needed.delete(frame);
    return [...needed];
  };
  let learning: LearningLog | undefined;
  const state: CaptureState = {
    get learning() {
      return learning;
    },
    addresses,
    contents,
    conversations: (transport) => conversations[transport](),
    streams,
    lone,
    forColumnsOnly() {
      learning?.close();
      streams.forColumnsOnly();
      contents.close();
      isForColumns = true;
    },
    finish() {
      streams.finish();
      lone.finish((frame) => [...kinds.values()].some((reassembly) => reassembly.of(frame).length > 0));
      if (learning === undefined) state.related();
    },
    related() {
      for (const known of exchanges.values()) known.finish();
    },
    reassembly(kind) {
      let reassembly = kinds.get(kind);
      if (reassembly === undefined) {
        reassembly = new Reassembly(LIMITS_OF_KIND[kind] ?? LIMITS);
        kinds.set(kind, reassembly);
      }
      return reassembly;
    },
    parts(kind) {
      let reassembly = parts.get(kind);
      if (reassembly === undefined) {
        reassembly = new PartReassembly(PART_LIMITS);
        parts.set(kind, reassembly);
      }
      return reassembly;
    },
    chains(kind) {
      let reassembly = chains.get(kind);
      if (reassembly === undefined) {
        reassembly = new ChainReassembly(PART_LIMITS);
        chains.set(kind, reassembly);
      }
      return reassembly;
    },
    exchanges(kind) {
      let known = exchanges.get(kind);
      if (known === undefined) {
        known = new Exchanges(EXCHANGE_LIMITS);
        exchanges.set(kind, known);
      }
      return known;
    },
    facts(kind) {
      let known = facts.get(kind);
      if (known === undefined) {
        known = new Facts();
        facts.set(kind, known);
      }
      return known;
    },
    sightings: (kind) => sightings[kind](),
    *unfinished() {
      for (const sets of parts.values()) yield* sets.unfinished();
      yield* streams.begun();
    },
    dependencies: (frame) => bringers(frame, ({ at }) => at >= 0),
    partsOf: (frame) => bringers(frame, () => true),
  };
  if (defer) learning = new LearningLog(state);
  return state;
}

/** What is made when it is asked for first: a packet that is dissected alone needs hardly any of it. */
function onceAsked<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
