import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import { type Broken, breakEach } from '../craft/break/break.ts';
import type { Built } from '../craft/build.ts';
import { buildChecked } from '../craft/build-checked.ts';
import { compareViews } from '../craft/compare/compare.ts';
import { describePacket } from '../craft/describe-packet.ts';
import { dissectAlone } from '../craft/dissect-alone.ts';
import { editDescription } from '../craft/edit.ts';
import { formNodes } from '../craft/form-nodes.ts';
import { formatDescription } from '../craft/format-description.ts';
import { layerSlice } from '../craft/layer-slice.ts';
import { Names } from '../craft/names.ts';
import { descriptionSchema } from '../craft/schema.ts';
import { follows } from '../craft/settle.ts';
import type {
  BreakProgress,
  CraftApi,
  CraftEdit,
  Crafted,
  CraftFault,
  CraftSubject,
  Difference,
} from '../craft/views.ts';
import type { Context, Start } from '../dissect/context.ts';
import type { Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { recognisePaste } from '../files/paste/recognise.ts';
import { packetView } from './packet-view.ts';
import { Sending } from './sending.ts';
import type { PacketView } from './views.ts';

/** Longer pastes are captures: they are opened, and packets of them crafted. */
const MOST_PASTED = 50;

/** What crafting wants of the session that it is part of. */
export interface CraftHost {
  /** Lets waiting requests be served. */
  readonly pause: () => Promise<void>;
  readonly onBreaking: (progress: BreakProgress) => void;
  readonly registry: () => Registry;
  readonly secrets: () => readonly Secret[];
  readonly fieldNumber: (field: Field) => number;
  /** Tree of a packet of the open capture; undefined when there is no such packet. */
  readonly dissected: (index: number) => Promise<{ readonly tree: Tree; readonly context: Context } | undefined>;
}

const isOfCapture = ({ filter, generated }: Field): boolean => filter === 'frame' || generated === true;

/** The part of the engine that describes and builds packets, for a user interface. */
export class Crafting {
  readonly #host: CraftHost;
  #names: Names;
  /** Number of the run that breaks a message; a later one gives up the one before. */
  #breaking = 0;

  constructor(host: CraftHost) {
    this.#host = host;
    this.#names = new Names(host.registry());
  }

  /** @param row a row of the packet's tree: its layer and what that carries is described; undefined for the packet */
  async describePacket(index: number, row: number | undefined): Promise<string> {
    const dissected = await this.#host.dissected(index);
    if (dissected === undefined) throw new Error('there is no such packet');
    const { tree, context } = dissected;
    if (row === undefined) return this.#text(tree, context);
    const slice = layerSlice(tree, row, this.names);
    if (slice === undefined) return this.#text(tree, context);
    return this.#describe(slice.bytes, slice.start);
  }

  describeBytes(bytes: Uint8Array, layer: string): string {
    const link = /^link:(\d{1,5})$/.exec(layer)?.[1];
    return this.#describe(
      bytes,
      link === undefined ? { table: 'layer', key: layer } : { table: 'link.type', key: Number(link) },
    );
  }

  describePaste(text: string, reading: number, layer: string): readonly string[] {
    const paste = recognisePaste(text)[reading];
    if (paste === undefined) throw new Error('there are no octets in the pasted text');
    return paste.packets.slice(0, MOST_PASTED).map(({ bytes }) => this.describeBytes(bytes, layer));
  }

  /** The packet of a description with its form, tree and findings. */
  craft(description: string): Crafted {
    const secrets = this.#host.secrets();
    const built = buildChecked(description, this.names, secrets);
    const { bytes } = built;
    return {
      faults: built.faults.list,
      bytes: built.bytes,
      nodes: formNodes(
        built.root,
        (field) => this.#host.fieldNumber(this.names.declared(field)),
        (item) => bytes !== undefined && follows(item, bytes, this.names, secrets),
      ),
      view: built.bytes === undefined ? undefined : this.#view(built, built.bytes),
    };
  }

  craftEdit(
    description: string,
    edit: CraftEdit,
  ): { readonly description: string; readonly faults: readonly CraftFault[] } {
    return editDescription(description, edit, this.names, this.#host.secrets());
  }

  async craftBreak(description: string): Promise<Broken> {
    const run = ++this.#breaking;
    const { registry, secrets, pause, onBreaking } = this.#host;
    return await breakEach(description, {
      registry: registry(),
      names: this.names,
      secrets: secrets(),
      isStopped: () => run !== this.#breaking,
      rest: async (done, total) => {
        if (run === this.#breaking) onBreaking({ done, total });
        await pause();
      },
    });
  }

  stopBreak(): void {
    this.#breaking++;
  }

  async compare(left: CraftSubject, right: CraftSubject): Promise<Difference> {
    // What a capture says of a packet (its time, number, place in a stream) is not in a packet that was made.
    const isCrafted = left.kind === 'description' || right.kind === 'description';
    const omitted = isCrafted ? this.names.registry.fields.filter(isOfCapture) : [];
    return compareViews(
      await this.#subject(left),
      await this.#subject(right),
      new Set(omitted.map((field) => this.#host.fieldNumber(field))),
    );
  }

  async #subject(subject: CraftSubject): Promise<PacketView> {
    if (subject.kind === 'description') {
      const { view, faults } = this.craft(subject.text);
      if (view === undefined) throw new Error(faults[0]?.message ?? 'the description cannot be built');
      return view;
    }
    const dissected = await this.#host.dissected(subject.index);
    if (dissected === undefined) throw new Error('there is no such packet');
    const { tree, context } = dissected;
    return packetView(tree, context, subject.index, 0, (field) => this.#host.fieldNumber(field));
  }

  get sending(): Sending {
    return new Sending(this.names, this.#host.secrets());
  }

  /** Names of the registry as it is now: "decode as" replaces it. */
  get names(): Names {
    if (this.#names.registry !== this.#host.registry()) this.#names = new Names(this.#host.registry());
    return this.#names;
  }

  #view({ start, seconds, nanos, comment, length }: Built, bytes: Uint8Array) {
    const registry = this.#host.registry();
    const secrets = this.#host.secrets();
    const { tree, context } = dissectAlone(registry, { bytes, start, seconds, nanos, comment, length }, secrets);
    return packetView(tree, context, 0, 0, (field) => this.#host.fieldNumber(field));
  }

  #describe(bytes: Uint8Array, start: Start): string {
    const { tree, context } = dissectAlone(this.#host.registry(), { bytes, start }, this.#host.secrets());
    return this.#text(tree, context);
  }

  #text(tree: Tree, context: Context): string {
    return formatDescription(describePacket(tree, context, this.names, this.#host.secrets(), 'xml'));
  }
}

/** The calls as the worker serves them: at once or later. */
export type CraftCalls = {
  readonly [K in keyof CraftApi]: (
    ...args: Parameters<CraftApi[K]>
  ) => ReturnType<CraftApi[K]> | Promise<ReturnType<CraftApi[K]>>;
};

export function craftCalls(crafting: Crafting): CraftCalls {
  return {
    craftTemplates: () => Sending.choices,
    craftTemplate: (template, bearer) => crafting.sending.template(template, bearer),
    describePacket: (index, row) => crafting.describePacket(index, row),
    describeBytes: (bytes, layer) => crafting.describeBytes(bytes, layer),
    describePaste: (text, reading, layer) => crafting.describePaste(text, reading, layer),
    craft: (description) => crafting.craft(description),
    craftEdit: (description, edit) => crafting.craftEdit(description, edit),
    craftTemplatePackets: (template, bearer) => crafting.sending.templatePackets(template, bearer),
    craftOver: (description, bearer, among) => crafting.sending.over(description, bearer, among),
    craftSchema: () => descriptionSchema(crafting.names),
    craftFormats: () => Sending.formats,
    craftExport: (items, format) => crafting.sending.export(items, format),
    craftBreak: (description) => crafting.craftBreak(description),
    stopBreak: () => crafting.stopBreak(),
    compare: (left, right) => crafting.compare(left, right),
  };
}
