import { field } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { attributeOf } from '../../dissect/markup.ts';
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
import { CO_TOKENS } from './tokens.ts';

const SPEC = 'WAP-175';

const RULES = rules({
  'CO-001': {
    level: 'text',
    severity: 'error',
    section: 'WAP-175 DTD',
    text: 'A cache operation has the address of what it drops.',
  },
});

export const co: Vocabulary = {
  id: 'co',
  name: 'CO',
  protocol: field({
    filter: 'co',
    type: 'protocol',
    label: 'Cache Operation',
    spec: SPEC,
    doc: 'Makes the terminal drop objects from its cache.',
  }),
  editions: [{ publicIds: ['-//WAPFORUM//DTD CO 1.0//EN'], dialect: dialect(codePages(CO_TOKENS)) }],
  roots: ['co'],
  elements: inAnyNamespace(
    declareElements(SPEC, [
      ['co', 'co.document', 'group', 'Cache operations.', '(invalidate-object | invalidate-service)+'],
      ['invalidate-object', 'co.invalidate_object', 'group', 'Drop the object with exactly this address.', 'EMPTY'],
      ['invalidate-service', 'co.invalidate_service', 'group', 'Drop every object whose address begins so.', 'EMPTY'],
    ]),
  ),
  attributes: declareAttributes(SPEC, [
    ['@uri', 'co.uri', 'Address of the object, or begin of the addresses of the service.'],
  ]),
  info: (root) =>
    `Cache operation: ${root.elements
      .slice(0, 5)
      .map((operation) => `${operation.name} <${attributeOf(operation, 'uri')?.value ?? ''}>`)
      .join(', ')}`,
  check({ root, find }) {
    for (const operation of root.elements.slice(0, 100)) {
      if (operation.name.startsWith('invalidate-') && attributeOf(operation, 'uri') === undefined)
        find(RULES['CO-001'], `${operation.name} has no uri`, operation);
    }
  },
  rules: Object.values(RULES),
};

/** Cache Operation: `text/vnd.wap.co` and its binary form. */
export function register(to: Registry): void {
  registerVocabulary(to, co, {
    wbxml: ['application/vnd.wap.coc'],
    xml: ['text/vnd.wap.co'],
    layers: ['co'],
    namespaces: [undefined],
  });
}
