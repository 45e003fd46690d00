import { field } from '../../codec/field.ts';
import { descend, localName } from '../../dissect/markup.ts';
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
import { RIGHTS_TOKENS } from './tokens.ts';

const SPEC = 'OMA DRM REL 1.0';

const elements = declareElements(SPEC, [
  ['rights', 'drm_rights.document', 'group', 'A rights object.', 'context, agreement'],
  ['context', 'drm_rights.context', 'group', 'Version or identifier.', 'version?, uid*'],
  ['version', 'drm_rights.version', 'text', 'Version of the rights language.', '(#PCDATA)'],
  ['uid', 'drm_rights.uid', 'text', 'Identifier of the content that the rights are for.', '(#PCDATA)'],
  ['agreement', 'drm_rights.agreement', 'group', 'What may be done with which content.', 'asset, permission'],
  ['asset', 'drm_rights.asset', 'group', 'The content, and the key to it.', 'context?, KeyInfo?'],
  ['KeyInfo', 'drm_rights.key_info', 'group', 'The key to the content.', 'KeyValue'],
  ['KeyValue', 'drm_rights.key_value', 'text', 'The key, in base64.', '(#PCDATA)'],
  ['permission', 'drm_rights.permission', 'group', 'What may be done.', '(play | display | execute | print)*'],
  ['play', 'drm_rights.play', 'group', 'Music and films may be played.', 'constraint?'],
  ['display', 'drm_rights.display', 'group', 'Pictures may be shown.', 'constraint?'],
  ['execute', 'drm_rights.execute', 'group', 'Programs may be run.', 'constraint?'],
  ['print', 'drm_rights.print', 'group', 'Pictures may be printed.', 'constraint?'],
  ['constraint', 'drm_rights.constraint', 'group', 'Limits of a permission.', 'count?, datetime?, interval?'],
  ['count', 'drm_rights.count', 'uint', 'How many times.', '(#PCDATA)'],
  ['datetime', 'drm_rights.datetime', 'group', 'From when to when.', 'start?, end?'],
  ['start', 'drm_rights.start', 'text', 'Not before this time.', '(#PCDATA)'],
  ['end', 'drm_rights.end', 'text', 'Not after this time.', '(#PCDATA)'],
  ['interval', 'drm_rights.interval', 'text', 'For how long from the first use.', '(#PCDATA)'],
]);

export const drmRights: Vocabulary = {
  id: 'drm-rights',
  name: 'DRM rights',
  protocol: field({
    filter: 'drm_rights',
    type: 'protocol',
    label: 'DRM rights',
    spec: SPEC,
    doc: 'What a terminal may do with protected content.',
  }),
  editions: [{ publicIds: ['-//OMA//DTD DRMREL 1.0//EN'], dialect: dialect(codePages(RIGHTS_TOKENS)) }],
  roots: ['rights'],
  elements: inAnyNamespace(elements),
  attributes: declareAttributes(SPEC, [['rights@xmlns', 'drm_rights.namespace', 'Namespace of the rights language.']]),
  info(root) {
    const uid = descend(root, 'agreement', 'asset', 'context', 'uid')?.text ?? '';
    const may = descend(root, 'agreement', 'permission')?.elements.map(({ name }) => localName(name)) ?? [];
    return `DRM rights${uid === '' ? '' : ` for ${uid}`}${may.length === 0 ? '' : `: ${may.slice(0, 4).join(', ')}`}`;
  },
  rules: [],
};

/** Rights objects of OMA DRM 1.0. */
export function register(to: Registry): void {
  registerVocabulary(to, drmRights, {
    wbxml: ['application/vnd.oma.drm.rights+wbxml'],
    xml: ['application/vnd.oma.drm.rights+xml'],
    layers: ['drm-rights'],
    namespaces: [undefined],
  });
}
