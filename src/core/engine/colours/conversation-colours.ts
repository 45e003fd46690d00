import type { Capture } from '../capture.ts';
import type { ColourApi, ConversationOutcome } from '../colour-views.ts';
import { Conversation } from '../conversation.ts';

/** A conversation by one of its packets: when the capture is read anew, it is found again by that. */
interface Coloured {
  readonly index: number;
  readonly colour: number;
  capture: Capture | undefined;
  conversation: Conversation | undefined;
}

/** Conversations that the user has coloured, each with a number of its own. Flows tell: no packet is dissected for it. */
export class ConversationColours {
  #all: Coloured[] = [];

  /** Number of the conversation that a packet belongs to; 0 when it belongs to none of these. */
  of(capture: Capture, index: number): number {
    for (const one of this.#all) if (conversationOf(one, capture)?.has(index) === true) return one.colour;
    return 0;
  }

  /** As `ColourApi.colourConversation`. */
  colour(capture: Capture, index: number, colour: number): ConversationOutcome {
    const conversation = Conversation.of(capture, index);
    if (conversation === undefined) return 'unknown';
    const before = this.of(capture, index);
    this.#all = this.#all.filter((one) => one.colour !== colour && one.colour !== before);
    if (before === colour) return 'cleared';
    this.#all.push({ index, colour, capture, conversation });
    return 'coloured';
  }

  /** As `ColourApi.clearConversations`. */
  clear(): ReturnType<ColourApi['clearConversations']> {
    this.#all = [];
  }
}

function conversationOf(coloured: Coloured, capture: Capture): Conversation | undefined {
  // While the file is read anew, its packet may not be there yet.
  if (coloured.capture !== capture || coloured.conversation === undefined) {
    coloured.capture = capture;
    coloured.conversation = Conversation.of(capture, coloured.index);
  }
  return coloured.conversation;
}
