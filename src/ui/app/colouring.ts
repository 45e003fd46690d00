import type { ColouredFilter } from '../../worker/api.ts';
import type { Colours } from '../capture/colours/colour-rule.ts';
import { CONVERSATION_COLOURS } from '../capture/colours/palette.ts';
import { colouredFilters, rulesInUse } from '../capture/colours/rule-list.ts';
import { newest } from '../state/newest.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Engine } from './client.ts';

/** What the app can ask about colours of rows. */
export interface ColourSession {
  /** Gives the conversation of the selected packet a colour, or takes it away where it has this one. */
  colourConversation(number: number): void;
  clearConversations(): void;
  /** Place of the rule that colours a packet, among the rules in use; undefined when none does. */
  ruleOf(index: number): Promise<number | undefined>;
}

/** The part of the session that keeps the engine's colours as the layout has them. */
export interface Colouring {
  readonly api: ColourSession;
  /** Tells an engine that has just been started. */
  launched(engine: Engine): void;
  onChange(state: AppState, before: AppState): void;
  readonly isSettled: boolean;
}

/** Rules that are being typed are told once the user rests: the rows in view are asked for anew each time. */
const TYPING_MS = 120;

const told = (colours: Colours): readonly ColouredFilter[] | undefined =>
  colours.isOn ? colouredFilters(rulesInUse(colours)) : undefined;

export function createColouring(store: AppStore, running: () => Engine, current: () => Engine | undefined): Colouring {
  const { getState: get } = store;
  const telling = newest<undefined>(async () => {
    await new Promise((done) => setTimeout(done, TYPING_MS));
    await current()?.remote.setColours(told(get().layout.colours));
    get().readAnew();
  });
  const colour = async (packet: number, number: number): Promise<void> => {
    const outcome = await running().remote.colourConversation(packet, number);
    if (outcome === 'unknown') {
      get().say('No conversation to colour: the packet does not tell who sent it to whom');
      return;
    }
    const { colours } = get().layout;
    if (!colours.isOn) get().changeLayout({ colours: { ...colours, isOn: true } });
    get().readAnew();
    const name = CONVERSATION_COLOURS.find((one) => one.number === number)?.label.toLowerCase() ?? '';
    get().say(outcome === 'coloured' ? `Conversation coloured: ${name}` : `Conversation no longer coloured: ${name}`);
  };
  const clear = async (): Promise<void> => {
    await running().remote.clearConversations();
    get().readAnew();
    get().say('No conversation is coloured');
  };
  /** What fails, fails because the engine has stopped, and the page says so. */
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  return {
    api: {
      colourConversation(number) {
        const { packet } = get();
        if (packet !== undefined) quietly(colour(packet, number));
      },
      clearConversations: () => quietly(clear()),
      ruleOf: (index) =>
        running()
          .remote.colourRuleOf(index)
          .catch(() => undefined),
    },
    launched: (engine) => quietly(engine.remote.setColours(told(get().layout.colours))),
    onChange(state, before) {
      const { colours } = state.layout;
      if (colours === before.layout.colours) return;
      // A name colours nothing.
      if (JSON.stringify(told(colours)) !== JSON.stringify(told(before.layout.colours))) telling.run(undefined);
    },
    get isSettled() {
      return telling.isSettled;
    },
  };
}
