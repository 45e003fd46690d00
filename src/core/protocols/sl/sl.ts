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
import { SL_TOKENS } from './tokens.ts';

const SPEC = 'WAP-168';
const ACTIONS = ['execute-low', 'execute-high', 'cache'];

const RULES = rules({
  'SL-001': { level: 'text', severity: 'error', section: 'WAP-168 DTD', text: 'Service loading has an address.' },
  'SL-002': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-168 DTD',
    text: 'The action is execute-low, execute-high or cache.',
  },
});

export const sl: Vocabulary = {
  id: 'sl',
  name: 'SL',
  protocol: field({
    filter: 'sl',
    type: 'protocol',
    label: 'Service Loading',
    spec: SPEC,
    doc: 'Makes the terminal load an address, and run what it finds there.',
  }),
  editions: [{ publicIds: ['-//WAPFORUM//DTD SL 1.0//EN'], dialect: dialect(codePages(SL_TOKENS)) }],
  roots: ['sl'],
  elements: inAnyNamespace(declareElements(SPEC, [['sl', 'sl.document', 'group', 'A service loading.', 'EMPTY']])),
  attributes: declareAttributes(SPEC, [
    ['sl@href', 'sl.href', 'Address to load.'],
    ['sl@action', 'sl.action', 'Load and run with or without intruding, or only cache; execute-low when missing.'],
  ]),
  info: (root) =>
    `Service loading, ${attributeOf(root, 'action')?.value ?? 'execute-low'} <${attributeOf(root, 'href')?.value ?? ''}>`,
  check({ root, find }) {
    if (attributeOf(root, 'href') === undefined)
      find(RULES['SL-001'], 'href is missing: there is nothing to load', { start: root.start, end: root.start + 8 });
    const action = attributeOf(root, 'action');
    if (action !== undefined && !ACTIONS.includes(action.value)) {
      find(RULES['SL-002'], `action is "${action.value}"; it can be ${ACTIONS.join(', ')}`, action);
    }
  },
  rules: Object.values(RULES),
};

/** Service Loading: `text/vnd.wap.sl` and its binary form. */
export function register(to: Registry): void {
  registerVocabulary(to, sl, {
    wbxml: ['application/vnd.wap.slc'],
    xml: ['text/vnd.wap.sl'],
    layers: ['sl'],
    namespaces: [undefined],
  });
}
