import { fromHex, toHex } from '../base/bytes.ts';
import { messageOf } from '../base/message-of.ts';
import { Tree } from '../codec/tree.ts';
import { buildChecked } from '../craft/build-checked.ts';
import type { DescriptionJson } from '../craft/describe.ts';
import { describePacket } from '../craft/describe-packet.ts';
import { Names } from '../craft/names.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import type { FrameInfo, Start } from '../dissect/context.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import { dissectorAt, type Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { Summary } from '../dissect/summary.ts';
import { parseKeys } from './keys.ts';
import { chooseLayer } from './layers.ts';
import { type PacketJson, PacketWriter, packetJson, withMembers } from './packet-json.ts';

/** What the answer to one line of a batch holds: the packet, or what is wrong with the line. */
export type BatchAnswer =
  | ({
      readonly id: unknown;
      readonly as: string;
      readonly chosenBy: string;
      readonly description?: DescriptionJson;
    } & PacketJson)
  | { readonly id: unknown; readonly hex: string }
  | { readonly id: unknown; readonly error: string };

/** Where the dissection of a line starts, and why there. */
interface Beginning {
  readonly as: string;
  readonly chosenBy: string;
  readonly start: Start;
}

const DOCUMENT_LAYERS: ReadonlySet<string> = new Set(['wbxml', 'xml']);

/** Dissects single messages, each a line of JSON `{"id", "as"?, "hex", "mediaType"?, "keys"?, "tree"?, "describe"?}`, and
 * builds descriptions: `{"id", "build": description, "keys"?}`. */
export class Batch {
  readonly #registry: Registry;
  readonly #secrets: readonly Secret[];
  readonly #withTree: boolean;
  readonly #tree = new Tree();
  readonly #writer = new PacketWriter();
  readonly #names: Names;
  #lines = 0;

  /** @param secrets apply to every line, behind the line's own */
  constructor(registry: Registry, options: { readonly secrets: readonly Secret[]; readonly tree: boolean }) {
    this.#registry = registry;
    this.#names = new Names(registry);
    this.#secrets = options.secrets;
    this.#withTree = options.tree;
  }

  /** JSON text of a `BatchAnswer`. Never throws: a bad line is answered with its error. */
  answer(line: string): string {
    this.#lines++;
    let id: unknown = null;
    const refusal = (error: string): string => JSON.stringify({ id, error } satisfies BatchAnswer);
    try {
      const request: unknown = JSON.parse(line);
      if (typeof request !== 'object' || request === null || Array.isArray(request))
        return refusal('an object is expected');
      const given = request as Readonly<Record<string, unknown>>;
      id = given['id'] ?? null;
      const { as: asked, hex, keys, mediaType, tree, describe, build: toBuild } = given;
      const lineSecrets = (): readonly Secret[] =>
        keys === undefined || keys === null ? this.#secrets : [...parseKeys(keys), ...this.#secrets];
      if (toBuild !== undefined) return this.#build(id, toBuild, lineSecrets());
      if (typeof hex !== 'string') return refusal('hex: a string of hexadecimal digits is expected');
      const bytes = fromHex(hex.replace(/\s/g, ''));
      if (bytes === undefined) return refusal(badHex(hex));
      if (asked !== undefined && asked !== null && typeof asked !== 'string')
        return refusal('as: a string is expected');
      if (typeof asked === 'string' && !this.#registry.table('layer').has(asked)) {
        const known = [...this.#registry.table('layer').keys()].sort().join(' ');
        return refusal(`as: ${JSON.stringify(asked)} is not known; known are ${known}`);
      }
      if (mediaType !== undefined && mediaType !== null && typeof mediaType !== 'string')
        return refusal('mediaType: a string is expected');
      const start = this.#start(bytes, asked ?? undefined, mediaType ?? undefined);
      return this.#dissect(id, bytes, start, lineSecrets(), {
        tree: this.#withTree || tree === true,
        describe: describe === true,
      });
    } catch (error) {
      const message = messageOf(error);
      return refusal(error instanceof SyntaxError ? `not JSON: ${message}` : message);
    }
  }

  /** The stated layer; a media type says more than a layer of documents does; else the likeliest. */
  #start(bytes: Uint8Array, asked: string | undefined, mediaType: string | undefined): Beginning {
    const type = mediaType?.split(';')[0]?.trim().toLowerCase();
    if (
      type !== undefined &&
      (asked === undefined || DOCUMENT_LAYERS.has(asked)) &&
      this.#registry.table('media.type').has(type)
    ) {
      return { as: asked ?? type, chosenBy: `media type ${type}`, start: { table: 'media.type', key: type } };
    }
    const { layer, chosenBy } = chooseLayer(this.#registry, bytes, asked);
    return { as: layer, chosenBy, start: { table: 'layer', key: layer } };
  }

  #dissect(
    id: unknown,
    bytes: Uint8Array,
    { as, chosenBy, start }: Beginning,
    secrets: readonly Secret[],
    wanted: { readonly tree: boolean; readonly describe: boolean },
  ): string {
    const state = createCaptureState();
    const row = new Summary(state);
    row.begin(this.#lines - 1, 0, 0, false);
    dissectorAt(this.#registry, start)?.summarize?.(bytes, 0, bytes.length, row);
    state.finish();
    const frame: FrameInfo = {
      number: this.#lines,
      seconds: 0,
      nanos: 0,
      captured: bytes.length,
      original: bytes.length,
      start,
      interfaceIndex: 0,
      interfaceName: undefined,
      linkName: as,
      comments: [],
      direction: 0,
      checksumNotReady: false,
      fcsOctets: undefined,
    };
    const { tree, context } = dissectPacket({
      registry: this.#registry,
      frame,
      bytes,
      state,
      secrets,
      tree: this.#tree,
    });
    const description = wanted.describe
      ? { description: describePacket(tree, context, this.#names, secrets, 'xml') }
      : {};
    return withMembers({ id, as, chosenBy, ...description }, packetJson(tree, context, wanted.tree, this.#writer));
  }

  /** The octets of a description. */
  #build(id: unknown, description: unknown, secrets: readonly Secret[]): string {
    const { bytes, faults } = buildChecked(JSON.stringify(description), this.#names, secrets);
    const [fault] = faults.list;
    if (bytes !== undefined && fault === undefined) return JSON.stringify({ id, hex: toHex(bytes) });
    const message = `build${fault?.path ?? ''}: ${fault?.message ?? 'it cannot be built'}`;
    return JSON.stringify({ id, error: message } satisfies BatchAnswer);
  }
}

function badHex(hex: string): string {
  const digits = hex.replace(/\s/g, '');
  const wrong = /[^0-9a-fA-F]/.exec(digits);
  return wrong === null
    ? `hex: ${digits.length} digits make no whole octets`
    : `hex: ${JSON.stringify(wrong[0])} at digit ${wrong.index + 1} is not hexadecimal`;
}
