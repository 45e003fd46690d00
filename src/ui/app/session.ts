import { messageOf } from '../../core/base/message-of.ts';
import type { Api, CaptureStatus, PacketView, PasteReading } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import type { Opened, OpeningWish } from '../state/capture.ts';
import { newest } from '../state/newest.ts';
import type { AppStore } from '../state/store.ts';
import type { Engine, StartEngine } from './client.ts';
import { type ColourSession, createColouring } from './colouring.ts';
import { findPacket, type Wish } from './find-packet.ts';
import { createListing, type ListSession } from './list-session.ts';
import { isBusy } from './loading.ts';
import { createMarking, type Marking } from './marking.ts';
import { createRelated } from './related-rows.ts';
import { loadSample, type Sample } from './samples.ts';
import { tellUnread } from './unread.ts';
import { ViewsAhead } from './views-ahead.ts';
import { painted } from './when-painted.ts';

/** What the app can ask of the engine; everything it answers goes to the store. */
export interface Session {
  /** Opens an input in place of the one before. */
  open(opened: Opened, wish?: OpeningWish): void;
  openFile(file: File, wish?: OpeningWish): void;
  openSample(sample: Sample, wish?: OpeningWish): void;
  /** Starts the engine again after a crash and opens the same input. */
  restart(): void;
  stop(): void;
  close(): void;
  /** Filter, order and search of the list. */
  readonly list: ListSession;
  /** Colours of rows. */
  readonly colours: ColourSession;
  /** Marks, comments and exports. */
  readonly marking: Marking;
  /** Rows that are in view. */
  wantRows(from: number, to: number): void;
  /** The place of the list under the pointer, where there is one: what is there may be selected next. */
  pointAt(place: number | undefined): void;
  /** Details of the selected packet as soon as they are there. */
  selectedView(): Promise<PacketView | undefined>;
  /** Selects the next packet that fits, or the one before. */
  find(wish: Wish, direction: 1 | -1): void;
  recognise(text: string): Promise<readonly PasteReading[]>;
  /** The engine itself, for the places that ask it of their own; started if need be. */
  engine(): Remote<Api>;
  /** Starts the engine ahead of the call that will need it. */
  warm(): void;
  /** Resolves when nothing is on its way and the capture is loaded and judged. */
  idle(): Promise<void>;
}

const IDLE_CHECK_MS = 10;
const TYPING_MS = 300;

export function createSession(store: AppStore, start: StartEngine): Session {
  const { getState: get } = store;
  let overtaking: CaptureStatus | undefined;
  let fetching = 0;
  let engine: Engine | undefined;

  /** False while the engine has only been started ahead: nobody misses it when that fails. */
  let isMissed = false;

  /** The engine, started if need be. */
  function running(): Engine {
    isMissed = true;
    engine ??= launch();
    return engine;
  }

  function launch(): Engine {
    get().setEngine({ phase: 'starting' });
    const launched = start({
      onStatus: (status) => {
        if (launched !== engine) return;
        // Until the answer has come, it may still be about the capture before.
        if (get().isOpening) overtaking = status;
        else get().takeStatus(status);
      },
      onListing: (status) => {
        if (launched === engine) listing.onListing(status);
      },
      onExporting: (progress) => {
        if (launched === engine && get().exporting !== undefined) get().setExporting(progress);
      },
      onBreaking: (progress) => {
        if (launched === engine) get().setBreaking(progress);
      },
      onCrash: (reason) => {
        if (launched !== engine) return;
        if (isMissed) get().setEngine({ phase: 'crashed', reason });
        else engine = undefined;
      },
    });
    listing.launched(launched);
    colouring.launched(launched);
    launched.remote.catalogue().then(
      (catalogue) => {
        get().setCatalogue(catalogue);
        get().setEngine({ phase: 'ready' });
      },
      () => {
        // The crash has been told already.
      },
    );
    return launched;
  }

  const opening = newest<Opened>(async (opened) => {
    const opener = running();
    const { remote } = opener;
    try {
      const { secrets, decodeAs } = get();
      // What the user has told before holds for the next capture and for a new engine alike.
      if (secrets.length > 0) await remote.setSecrets(secrets);
      if (decodeAs.length > 0) await remote.setDecodeAs(decodeAs);
      // The page is drawn behind this task: with nothing to wait for, the engine works meanwhile.
      const prepared = listing.prepare(opener);
      if (prepared !== undefined) await prepared;
      const { status, rows } = await remote.open(opened.input);
      if (get().opened !== opened) return;
      const isNewer = overtaking?.version === status.version && overtaking.read >= status.read;
      get().takeOpened(isNewer && overtaking !== undefined ? overtaking : status, rows);
      overtaking = undefined;
      rowsPainted = painted();
      listing.opened(opener);
    } catch (error) {
      if (get().opened === opened && get().engine.phase !== 'crashed') get().failOpening(messageOf(error));
    }
  });

  /** A packet that cannot be read has no tree; that of another one would stand for it. */
  const onUnread = (opened: Opened | undefined, error: unknown): undefined => {
    if (get().opened === opened) tellUnread(store, error);
  };

  /** Settles when the first rows of what has been opened are on the screen: with the tree in the same frame they came 30 ms later. */
  let rowsPainted: Promise<void> | undefined;
  const showing = newest<number>(async (index) => {
    const { epoch, opened } = get();
    // Without a wait, the tree is drawn together with the selection.
    const asked = ahead.get(index) ?? ahead.coming(index) ?? running().remote.packet(index);
    const view = asked instanceof Promise ? await asked.catch((error) => onUnread(opened, error)) : asked;
    const first = rowsPainted;
    if (first !== undefined) {
      await first;
      if (rowsPainted === first) rowsPainted = undefined;
    }
    const now = get();
    // Another capture has taken its place, or the user has gone on: a newer request is in line.
    if (now.opened !== opened || now.packet !== index) return;
    if (now.epoch !== epoch) showing.run(index);
    now.takeView(view);
    if (view !== undefined) ahead.onShown(view);
  });
  const ahead = new ViewsAhead(store, (index) => running().remote.packet(index));

  const marking = createMarking(store, () => running().remote);
  const listing = createListing(store, running, () => engine);
  const related = createRelated(store, () => running().remote);
  const colouring = createColouring(store, running, () => engine);

  // Every keystroke in a secret is a change: judging waits until the user rests.
  const tellingSecrets = newest<undefined>(async () => {
    await new Promise((done) => setTimeout(done, TYPING_MS));
    if (engine === undefined) return;
    await engine.remote.setSecrets(get().secrets);
    get().readAnew();
  });
  const tellingChoices = newest<undefined>(async () => {
    if (engine === undefined) return;
    await engine.remote.setDecodeAs(get().decodeAs);
    get().setCatalogue(await engine.remote.catalogue());
    get().readAnew();
  });

  store.subscribe((state, before) => {
    const isAnew = state.epoch !== before.epoch;
    const isOther = state.packet !== before.packet;
    const packets = state.status?.packets ?? 0;
    const hasMore = packets !== (before.status?.packets ?? 0);
    if (state.packet !== undefined && (isOther || isAnew || (hasMore && state.view === undefined))) {
      showing.run(state.packet);
    }
    listing.onChange(state, before);
    if (state.engine.phase === 'crashed') return;
    related.onChange(state, before);
    colouring.onChange(state, before);
    if (state.secrets !== before.secrets) tellingSecrets.run(undefined);
    if (state.decodeAs !== before.decodeAs) tellingChoices.run(undefined);
  });

  const open = (opened: Opened, wish: OpeningWish = {}): void => {
    get().beginOpening(opened, wish);
    if (get().engine.phase === 'crashed') engine = launch();
    opening.run(opened);
  };

  const isIdle = (): boolean => {
    const { status, isOpening, engine: state } = get();
    if (state.phase === 'crashed') return true;
    const isAtRest = status === undefined || !isBusy(status);
    const lines = [opening, showing, listing, related, colouring, tellingSecrets, tellingChoices];
    return (
      !isOpening &&
      isAtRest &&
      fetching === 0 &&
      get().search === undefined &&
      (engine?.openCalls ?? 0) === 0 &&
      lines.every((line) => line.isSettled)
    );
  };

  return {
    open,
    marking,
    openFile: (file, wish) => open({ input: { kind: 'file', file }, name: file.name }, wish),
    openSample(sample, wish) {
      fetching++;
      const { file: name, id } = sample;
      loadSample(sample)
        .then(
          (bytes) => open({ input: { kind: 'bytes', name, bytes }, name, sample: id }, wish),
          (error) => get().notify(messageOf(error)),
        )
        .finally(() => fetching--);
    },
    restart() {
      const { opened, packet, awaited, filter } = get();
      engine?.dispose();
      engine = launch();
      if (opened !== undefined) open(opened, { packet: awaited ?? packet, filter, isAgain: true });
    },
    stop() {
      engine?.remote.stop().then(get().takeStatus, () => undefined);
    },
    close() {
      get().clearCapture();
      engine?.remote.close().catch(() => undefined);
    },
    list: listing.api,
    colours: colouring.api,
    wantRows(from, to) {
      listing.wantRows(from, to);
      related.wantRows(from, to);
    },
    pointAt: (place) => ahead.onPointed(place === undefined ? undefined : get().rows.indexAt(place)),
    async selectedView() {
      const { packet, view } = get();
      if (packet === undefined || view?.index === packet) return view;
      return await running()
        .remote.packet(packet)
        .catch(() => undefined);
    },
    find(wish, direction) {
      void findPacket(store, async (from, count) => (await running().remote.rows(from, count)).rows, wish, direction);
    },
    recognise: (text) => running().remote.recognise(text),
    engine: () => running().remote,
    warm() {
      if (get().engine.phase !== 'crashed') engine ??= launch();
    },
    async idle() {
      // Twice in a row: an answer may lead to the next question once React has drawn it.
      for (let rests = 0; rests < 2; ) {
        await new Promise((done) => setTimeout(done, IDLE_CHECK_MS));
        rests = isIdle() ? rests + 1 : 0;
      }
    },
  };
}
