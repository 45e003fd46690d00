/** A rule that colours rows of the list. */
export interface ColouredFilter {
  /** Display filter of the packets that it colours; one that is blank or cannot be read colours none. */
  readonly filter: string;
  /** What `PacketRow.colour` says of these packets: a number that the page knows the meaning of, 0 for no colour. */
  readonly colour: number;
}

/** What became of the wish to colour a conversation: `unknown` when the packet does not tell who sent it to whom. */
export type ConversationOutcome = 'coloured' | 'cleared' | 'unknown';

/** Calls about the colours of rows; part of the api between page and worker. */
export interface ColourApi {
  /** Replaces the rules; the first that matches a packet colours it. Without rules no row has a colour, of a conversation neither. */
  setColours(rules: readonly ColouredFilter[] | undefined): void;
  /** Place of the rule that colours a packet among those that were set, conversations aside; undefined when none does. */
  colourRuleOf(index: number): number | undefined;
  /**
   * Colours all packets between the ends of a packet, before any rule, until another capture is opened. The number has coloured one
   * conversation at most: it leaves the one before, and where it is this one, that is all that happens.
   * @param colour above 0; `PacketRow.colour` is that number below 0
   */
  colourConversation(index: number, colour: number): ConversationOutcome;
  /** No conversation is coloured any more. */
  clearConversations(): void;
}
