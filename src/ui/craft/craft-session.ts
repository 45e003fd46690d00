import { messageOf } from '../../core/base/message-of.ts';
import type { Api, CraftApi, CraftEdit, OutgoingPacket } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import type { CraftStore } from '../state/craft.ts';
import { isUpToDate, textOf } from '../state/craft-packet.ts';
import { newest } from '../state/newest.ts';
import { nodeOver } from './form/form-rows.ts';

export type CraftEngine = Remote<CraftApi & Pick<Api, 'recognise'>>;

/** What the craft place asks of the engine; what it answers about packets goes to the store. */
export interface CraftSession {
  /** The engine as it runs now, for questions whose answers no one else needs. */
  readonly engine: () => CraftEngine;
  /** The schema of descriptions: large, and the same for all, so it is asked for once. */
  schema(): Promise<unknown>;
  openTemplate(id: string, bearer: string, name: string): Promise<void>;
  openPacket(index: number, row: number | undefined): Promise<void>;
  /** `bits` are selected in it. */
  openBytes(
    bytes: Uint8Array,
    layer: string,
    name: string,
    bits?: { readonly start: number; readonly end: number },
  ): Promise<void>;
  /** A value as typed; it stays as a draft until it can be taken over. */
  set(id: number, path: string, typed: string): void;
  /** Resolves when the packet is built with the edit, or when it is not possible. */
  edit(id: number, edit: Exclude<CraftEdit, { kind: 'set' }>): Promise<void>;
  openPaste(text: string, reading: number, layer: string, form: string): Promise<void>;
  /** One step back or on; what had been refused there is tried again. */
  travel(direction: 'undo' | 'redo'): void;
  /** Nothing waits to be asked. */
  readonly isSettled: boolean;
  dispose(): void;
}

interface Wish {
  readonly id: number;
  readonly edit: CraftEdit;
  readonly done: () => void;
}

/** `say` tells the user about an edit that is not possible. */
export function createCraftSession(
  store: CraftStore,
  engine: () => CraftEngine,
  say: (text: string) => void,
): CraftSession {
  const { getState: get } = store;
  const packetOf = (id: number) => get().packets.find((packet) => packet.id === id);

  /** The open packet first, then the others of the collection. */
  const building = newest<undefined>(async () => {
    for (;;) {
      const { packets, active } = get();
      const old = packets.filter((packet) => !isUpToDate(packet));
      const packet = old.find(({ id }) => id === active) ?? old[0];
      if (packet === undefined) return;
      const text = textOf(packet);
      try {
        get().answer(packet.id, text, await engine().craft(text));
      } catch (error) {
        get().fail(packet.id, text, messageOf(error));
      }
    }
  });

  /** One edit on the newest text; an answer that was overtaken by typing is asked for again. */
  const apply = async ({ id, edit }: Pick<Wish, 'id' | 'edit'>): Promise<void> => {
    for (;;) {
      const packet = packetOf(id);
      if (packet === undefined) return;
      const { text, drafts } = packet.history.present;
      if (edit.kind === 'set' && drafts[edit.path] !== edit.text) return;
      const { description, faults } = await engine().craftEdit(text, edit);
      const now = packetOf(id)?.history.present;
      if (now === undefined || (edit.kind === 'set' && now.drafts[edit.path] !== edit.text)) return;
      if (now.text !== text) continue;
      const fault = faults.map(({ message }) => message).join('; ');
      if (edit.kind === 'set') {
        if (fault === '') get().takeDraft(id, edit.path, edit.text, description);
        else get().refuse(id, edit.path, fault);
      } else if (fault === '')
        get().write(id, description, edit.kind === 'bits' ? 'bits' : `${edit.kind} ${edit.path}`);
      else say(fault);
      return;
    }
  };

  let line: readonly Wish[] = [];
  let isWorking = false;
  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    for (let [wish] = line; wish !== undefined; [wish] = line) {
      line = line.slice(1);
      try {
        await apply(wish);
      } catch (error) {
        const { edit, id } = wish;
        if (edit.kind === 'set') get().refuse(id, edit.path, messageOf(error));
        else say(messageOf(error));
      }
      wish.done();
    }
    isWorking = false;
  };
  const want = (id: number, edit: CraftEdit): Promise<void> =>
    new Promise((done) => {
      const isReplaced = (other: Wish): boolean =>
        edit.kind === 'set' && other.id === id && other.edit.kind === 'set' && other.edit.path === edit.path;
      for (const other of line) if (isReplaced(other)) other.done();
      line = [...line.filter((other) => !isReplaced(other)), { id, edit, done }];
      void work();
    });
  /** Resolves when what is shown of a packet belongs to its text. */
  const untilBuilt = (id: number): Promise<void> =>
    new Promise((done) => {
      const isThere = (): boolean => {
        const packet = packetOf(id);
        return packet === undefined || isUpToDate(packet);
      };
      if (isThere()) return done();
      const stop = store.subscribe(() => {
        if (!isThere()) return;
        stop();
        done();
      });
    });

  const unsubscribe = store.subscribe((state, before) => {
    if (state.packets !== before.packets && !state.packets.every(isUpToDate)) building.run(undefined);
  });

  const open = async (what: string, name: string, ask: () => Promise<string>, origin?: number): Promise<void> => {
    get().wait(what);
    try {
      const text = await ask();
      get().add(name, text, origin);
    } catch (error) {
      say(messageOf(error));
    } finally {
      get().wait(undefined);
    }
  };

  let schema: Promise<unknown> | undefined;
  return {
    engine,
    schema() {
      schema ??= engine()
        .craftSchema()
        .catch((error: unknown) => {
          schema = undefined;
          throw error;
        });
      return schema;
    },
    async openTemplate(id, bearer, name) {
      get().wait(`Making ${name}`);
      try {
        const all = await engine().craftTemplatePackets(id, bearer);
        const [first, ...others] = all.filter(({ isContent }) => isContent);
        const nameOf = ({ label }: OutgoingPacket): string => (others.length === 0 ? name : `${name}, ${label}`);
        if (first === undefined) throw new Error('the bearer sends nothing');
        get().add(nameOf(first), first.description);
        // Content in parts: the first is opened, the others stand beside it.
        get().collect(others.map((packet) => ({ name: nameOf(packet), text: packet.description })));
      } catch (error) {
        say(messageOf(error));
      } finally {
        get().wait(undefined);
      }
    },
    openPacket: (index, row) =>
      open(
        `Describing packet ${index + 1}`,
        `Packet ${index + 1}${row === undefined ? '' : ', a layer'}`,
        () => engine().describePacket(index, row),
        index,
      ),
    async openBytes(bytes, layer, name, bits) {
      await open(`Describing ${name}`, name, () => engine().describeBytes(bytes, layer));
      const { active } = get();
      if (bits === undefined || active === undefined) return;
      await untilBuilt(active);
      const path = nodeOver(packetOf(active)?.nodes ?? [], bits.start, bits.end)?.path;
      get().select({ path, ...bits, from: 'findings' });
    },
    async openPaste(text, reading, layer, form) {
      get().wait(`Describing pasted ${form}`);
      try {
        const texts = await engine().describePaste(text, reading, layer);
        for (const description of texts) get().add(`Pasted ${form}`, description);
      } catch (error) {
        say(messageOf(error));
      } finally {
        get().wait(undefined);
      }
    },
    set(id, path, typed) {
      get().draft(id, path, typed);
      void want(id, { kind: 'set', path, text: typed });
    },
    edit: (id, edit) => want(id, edit).then(() => untilBuilt(id)),
    travel(direction) {
      get()[direction]();
      const { active } = get();
      const drafts = active === undefined ? {} : (packetOf(active)?.history.present.drafts ?? {});
      for (const [path, text] of Object.entries(drafts)) {
        if (active !== undefined) void want(active, { kind: 'set', path, text });
      }
    },
    get isSettled() {
      return building.isSettled && !isWorking;
    },
    dispose: unsubscribe,
  };
}
