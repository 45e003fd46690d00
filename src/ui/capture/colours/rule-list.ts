import type { ColouredFilter } from '../../../worker/api.ts';
import type { ColourRule, Colours } from './colour-rule.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { colourNumber, GROUNDS, type Ground, INKS } from './palette.ts';

/** More are nobody's choice, and each may be asked about each packet. */
export const MOST_RULES = 200;
/** Characters of a rule's name, and of its filter. */
export const LONGEST_NAME = 200;
const LONGEST_FILTER = 20_000;

/** The rules that hold: the user's, or the usual ones where there are none. */
export const rulesOf = (colours: Colours): readonly ColourRule[] => colours.rules ?? DEFAULT_RULES;

/** The rules that colour: none while colouring is off. */
export const rulesInUse = (colours: Colours): readonly ColourRule[] =>
  colours.isOn ? rulesOf(colours).filter(({ isOn }) => isOn) : [];

/** What the engine is told of rules. */
export const colouredFilters = (rules: readonly ColourRule[]): readonly ColouredFilter[] =>
  rules.map((rule) => ({ filter: rule.filter, colour: colourNumber(rule) }));

/** The same list with an item one place further up or down; at its ends it stays where it is. */
export function moved<T>(list: readonly T[], at: number, step: 1 | -1): readonly T[] {
  const other = list[at + step];
  const item = list[at];
  if (item === undefined || other === undefined) return list;
  return list.map((one, place) => (place === at ? other : place === at + step ? item : one));
}

/** A new rule, in a pale ground that the others leave free as long as there is one. */
export function newRule(name: string, filter: string, others: readonly ColourRule[]): ColourRule {
  const pale = GROUNDS.filter((ground) => ground.startsWith('pale-'));
  const used = new Set<Ground>(others.map(({ ground }) => ground));
  const ground = pale.find((one) => !used.has(one)) ?? pale[0] ?? 'none';
  return { name: name.slice(0, LONGEST_NAME), filter, ground, ink: 'usual', isOn: true };
}

type Plain = Readonly<Record<string, unknown>>;

/** Takes what is right in rules that were stored; undefined when none were: then the usual ones hold. */
export function parseRules(stored: unknown): readonly ColourRule[] | undefined {
  if (!Array.isArray(stored)) return undefined;
  const rules: ColourRule[] = [];
  for (const item of stored) {
    if (typeof item !== 'object' || item === null || rules.length >= MOST_RULES) continue;
    const { name, filter, ground, ink, isOn } = item as Plain;
    if (typeof name !== 'string' || typeof filter !== 'string') continue;
    if (name.length > LONGEST_NAME || filter.length > LONGEST_FILTER) continue;
    rules.push({
      name,
      filter,
      ground: GROUNDS.find((known) => known === ground) ?? 'none',
      ink: INKS.find((known) => known === ink) ?? 'usual',
      isOn: isOn !== false,
    });
  }
  return rules;
}
