import { field } from '../../codec/field.ts';
import { attributeOf, childOf } from '../../dissect/markup.ts';
import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import {
  declareAttributes,
  declareElements,
  dialect,
  inAnyNamespace,
  type Vocabulary,
} from '../../dissect/vocabulary.ts';
import { codePages } from '../../dissect/wbxml/code-pages.ts';
import { WML_TOKENS, WML10_TOKENS } from './tokens.ts';

const SPEC = 'WAP-191';

const TAGS = [...new Set([...WML_TOKENS.tags, ...WML10_TOKENS.tags].map(([, , name]) => name))];
const NAMES = [...new Set([...WML_TOKENS.starts, ...WML10_TOKENS.starts].map(([, , name]) => name))];
const filterName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');

export const wml: Vocabulary = {
  id: 'wml',
  name: 'WML',
  protocol: field({
    filter: 'wml',
    type: 'protocol',
    label: 'Wireless Markup Language',
    spec: SPEC,
    doc: 'A deck of cards: a page for small screens.',
  }),
  editions: [
    {
      publicIds: ['-//WAPFORUM//DTD WML 1.3//EN', '-//WAPFORUM//DTD WML 1.2//EN', '-//WAPFORUM//DTD WML 1.1//EN'],
      dialect: dialect(codePages(WML_TOKENS), { variables: true }),
    },
    { publicIds: ['-//WAPFORUM//DTD WML 1.0//EN'], dialect: dialect(codePages(WML10_TOKENS), { variables: true }) },
  ],
  roots: ['wml'],
  elements: inAnyNamespace(
    declareElements(
      SPEC,
      TAGS.map((name) => [
        name,
        `wml.${name === 'wml' ? 'document' : filterName(name)}`,
        'text',
        `Element ${name} of WML, with the text directly in it.`,
      ]),
    ),
  ),
  attributes: declareAttributes(
    SPEC,
    NAMES.map((name) => [`@${name}`, `wml.attr.${filterName(name)}`, `Attribute ${name} of an element of WML.`]),
  ),
  info(root) {
    const card = childOf(root, 'card');
    const title = attributeOf(card, 'title')?.value ?? attributeOf(card, 'id')?.value ?? '';
    return `WML deck${title === '' ? '' : `: ${title}`}`;
  },
  rules: [],
};

/** WML decks, as a gateway sends them to a browser. */
export function register(to: Registry): void {
  registerVocabulary(to, wml, {
    wbxml: ['application/vnd.wap.wmlc'],
    xml: ['text/vnd.wap.wml'],
    layers: ['wml'],
    namespaces: [undefined],
  });
}
