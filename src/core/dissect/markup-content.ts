import type { Rule } from '../codec/rule.ts';
import { type Element, localName, walk } from './markup.ts';
import { MARKUP } from './markup-fields.ts';
import type { ElementDeclaration, Part, Subject, Vocabulary } from './vocabulary.ts';

/** A document in which everything is out of place must not make a finding for each element. */
const MOST_FINDINGS = 50;

/** Judges every declared element against what its document type lets stand inside. */
export function judgeContent(subject: Subject, vocabulary: Vocabulary): void {
  let left = MOST_FINDINGS;
  const find = (rule: Rule, message: string, part: Part): void => {
    if (left-- > 0) subject.find(rule, message, part);
  };
  const declaration = (element: Element, parent: Element | undefined): ElementDeclaration | undefined => {
    const declarations = vocabulary.elements(element.namespace);
    const name = localName(element.name);
    return (parent && declarations.get(`${localName(parent.name)}/${name}`)) ?? declarations.get(name);
  };
  walk(subject.root, (element, around) => {
    const declared = declaration(element, around.at(-1));
    if (declared === undefined) return;
    for (const { name, start, end } of element.attributes) {
      if (name.startsWith('xmlns') || name.startsWith('unknown_') || name.includes(':')) continue;
      const local = localName(element.name);
      if (!vocabulary.attributes.has(`${local}@${name}`) && !vocabulary.attributes.has(`@${name}`)) {
        find(MARKUP['DOC-006'], `${element.name} has no attribute ${name}`, { start, end });
      }
    }
    const model = declared.content;
    if (model === undefined || model.any) return;
    const children = element.elements.filter((child) => vocabulary.guests?.has(localName(child.name)) !== true);
    // An encrypted part stands for elements that cannot be counted.
    const guests = children.length < element.elements.length;
    const names = children.map((child) => localName(child.name));
    const place = {
      start: element.start,
      end: element.nodes[0]?.kind === 'leaf' ? element.nodes[0].end : element.start,
    };
    if (model.empty && (names.length > 0 || element.text.trim() !== '')) {
      find(MARKUP['DOC-002'], `${element.name} is empty by its definition`, place);
      return;
    }
    const stranger = children.find((child) => !model.names.has(localName(child.name)));
    if (stranger !== undefined) {
      find(MARKUP['DOC-001'], `${element.name} does not hold ${stranger.name}; it holds ${model.text}`, {
        start: stranger.start,
        end: stranger.end,
      });
    } else if (!guests && !model.accepts(names)) {
      find(
        MARKUP['DOC-002'],
        `${element.name} holds ${names.length === 0 ? 'nothing' : shorten(names.join(', '))}; it should hold ${model.text}`,
        place,
      );
    }
  });
}

function shorten(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 160)}...`;
}
