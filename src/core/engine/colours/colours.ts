import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import { FirstMatch } from '../../filter/first-match.ts';
import type { Capture } from '../capture.ts';
import type { ColourApi, ColouredFilter, ConversationOutcome } from '../colour-views.ts';
import type { Promised } from '../promised.ts';
import { ConversationColours } from './conversation-colours.ts';

/** What colours need of the session around them. */
export interface ColoursHost {
  capture(): Capture | undefined;
  /** Names that filters can use now; another object once protocols are read otherwise. */
  catalogue(): FilterCatalogue;
  dissected(index: number): Promise<{ readonly tree: Tree; readonly context: Context } | undefined>;
}

/** The colours of rows: conversations that the user has coloured, and behind these the first rule that matches. */
export class Colours implements Promised<ColourApi> {
  readonly #host: ColoursHost;
  readonly #conversations = new ConversationColours();
  #rules: readonly ColouredFilter[] | undefined;
  /** The rules ready to be asked, and the names that they were read with. */
  #ready: { readonly catalogue: FilterCatalogue; readonly first: FirstMatch } | undefined;

  constructor(host: ColoursHost) {
    this.#host = host;
  }

  /** False where no row has a colour, whatever is asked. */
  get areOn(): boolean {
    return this.#rules !== undefined;
  }

  /** What `PacketRow.colour` says of a packet that is dissected in full. */
  of(capture: Capture, index: number, tree: Tree, context: Context): number {
    if (this.#rules === undefined) return 0;
    const conversation = this.#conversations.of(capture, index);
    if (conversation !== 0) return -conversation;
    const place = this.#placeOf(tree, context);
    return place === undefined ? 0 : (this.#rules[place]?.colour ?? 0);
  }

  /** Another capture: none of its conversations is coloured. */
  forget(): void {
    this.#conversations.clear();
  }

  setColours(rules: readonly ColouredFilter[] | undefined): void {
    this.#rules = rules;
    this.#ready = undefined;
  }

  async colourRuleOf(index: number): Promise<number | undefined> {
    const packet = await this.#host.dissected(index);
    return packet && this.#placeOf(packet.tree, packet.context);
  }

  colourConversation(index: number, colour: number): ConversationOutcome {
    const capture = this.#host.capture();
    return capture === undefined ? 'unknown' : this.#conversations.colour(capture, index, colour);
  }

  clearConversations(): void {
    this.#conversations.clear();
  }

  #placeOf(tree: Tree, context: Context): number | undefined {
    const rules = this.#rules;
    // What the user has left out says nothing, in no colour.
    if (rules === undefined || rules.length === 0 || context.frame.isIgnored === true) return undefined;
    const catalogue = this.#host.catalogue();
    if (this.#ready?.catalogue !== catalogue) {
      const first = new FirstMatch(
        rules.map(({ filter }) => filter),
        catalogue,
      );
      this.#ready = { catalogue, first };
    }
    return this.#ready.first.placeOf(tree, context);
  }
}

/** The calls of the api, for whoever serves it. */
export function colourCalls(colours: Colours): Promised<ColourApi> {
  return {
    setColours: (rules) => colours.setColours(rules),
    colourRuleOf: (index) => colours.colourRuleOf(index),
    colourConversation: (index, colour) => colours.colourConversation(index, colour),
    clearConversations: () => colours.clearConversations(),
  };
}
