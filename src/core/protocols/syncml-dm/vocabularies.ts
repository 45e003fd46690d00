import { field } from '../../codec/field.ts';
import { childOf, descend, type Element, localName } from '../../dissect/markup.ts';
import { dialect, type ElementDeclarations, type Embedded, type Vocabulary } from '../../dissect/vocabulary.ts';
import { codePages } from '../../dissect/wbxml/code-pages.ts';
import { DEVINF, METINF, SYNCML, DMDDF as TREE } from './elements.ts';
import { explained } from './explain.ts';
import { syncmlInfo } from './info.ts';
import { judgeMessage } from './judge-message.ts';
import { relateSession, SESSION_FIELDS } from './judge-session.ts';
import { judgeTree } from './judge-tree.ts';
import { DM } from './rules-dm.ts';
import { PB, SM } from './rules-push.ts';
import { learnsSessions } from './session-facts.ts';
import { DEVINF11_TOKENS, DEVINF12_TOKENS, DMDDF_TOKENS, SYNCML_TOKENS } from './tokens.ts';

export const METINF_NAMESPACE = 'syncml:metinf';
export const DMDDF_NAMESPACE = 'syncml:dmddf1.2';
const DEVINF_NAMESPACE = 'syncml:devinf';

const DMDDF = explained(TREE);

/** In XML the namespaces are often left out; a name means what it does in SyncML first, then in the meta information. */
const ANY: ElementDeclarations = explained(new Map([...TREE, ...METINF, ...SYNCML]));

const PAGES = codePages(SYNCML_TOKENS);
const edition = (version: string): Vocabulary['editions'][0] => ({
  publicIds: [`-//SYNCML//DTD SyncML ${version}//EN`],
  dialect: dialect(PAGES, {
    namespaces: new Map([
      [0, `SYNCML:SYNCML${version}`],
      [1, METINF_NAMESPACE],
      [2, DMDDF_NAMESPACE],
    ]),
    opaque: { NextNonce: 'base64' },
  }),
});

export const syncml: Vocabulary = {
  id: 'syncml',
  name: 'SyncML',
  protocol: field({
    filter: 'syncml',
    type: 'protocol',
    label: 'SyncML',
    spec: 'SyncML RepPro 1.2',
    doc: 'A message of device management or data synchronisation.',
  }),
  editions: [edition('1.2'), edition('1.1'), edition('1.0')],
  roots: ['SyncML'],
  elements(namespace) {
    if (namespace === METINF_NAMESPACE) return METINF;
    if (namespace === DMDDF_NAMESPACE) return DMDDF;
    return namespace === DEVINF_NAMESPACE ? DEVINF : ANY;
  },
  attributes: new Map(),
  guests: new Set(['Signature', 'EncryptedData', 'EncryptedKey']),
  embedded: itemData,
  info: syncmlInfo,
  check: judgeMessage,
  learns: learnsSessions,
  relate: relateSession,
  related: SESSION_FIELDS,
  rules: [...Object.values(DM), ...Object.values(PB), ...Object.values(SM)],
};

/** Data of an item: its Meta, or that of the command, says what they are. */
function itemData(element: Element, around: readonly Element[]): Embedded | undefined {
  if (localName(element.name) === 'Value') return treeValue(element, around);
  const item = around.at(-1);
  if (localName(element.name) !== 'Data' || item === undefined || localName(item.name) !== 'Item') return undefined;
  const metas = [childOf(item, 'Meta'), childOf(around.at(-2), 'Meta')].map((meta) => childOf(meta, 'MetInf') ?? meta);
  const said = (name: string): string | undefined =>
    metas.map((meta) => childOf(meta, name)?.text.trim()).find((text) => text !== undefined && text !== '');
  const type = said('Type');
  return { type, base64: said('Format') === 'b64' };
}

export const dmddf: Vocabulary = {
  id: 'dmddf',
  name: 'Management tree',
  protocol: field({
    filter: 'dmddf',
    type: 'protocol',
    label: 'Management tree',
    spec: 'DM TND 1.2',
    doc: 'A management tree (TNDS) or its description (DDF).',
  }),
  editions: [
    {
      publicIds: ['-//OMA//DTD-DM-DDF 1.2//EN'],
      dialect: dialect(codePages(DMDDF_TOKENS), { namespaces: new Map([[2, DMDDF_NAMESPACE]]) }),
    },
  ],
  roots: ['MgmtTree'],
  elements: () => DMDDF,
  attributes: new Map(),
  embedded: treeValue,
  info(root) {
    const names = root.elements
      .filter(({ name }) => name === 'Node')
      .map((node) => {
        const name = childOf(node, 'NodeName')?.text ?? '';
        return name === '' ? (descend(node, 'RTProperties', 'Type', 'DDFName')?.text ?? 'unnamed') : name;
      });
    return `Management tree: ${names.slice(0, 8).join(', ')}`;
  },
  check: (subject) => judgeTree(subject, subject.root),
  rules: [],
};

/** The value of a node whose type says that it is a document. */
function treeValue(element: Element, around: readonly Element[]): Embedded | undefined {
  const node = around.at(-1);
  if (localName(element.name) !== 'Value' || node === undefined) return undefined;
  const properties = childOf(node, 'RTProperties');
  const type = descend(properties, 'Type', 'MIME')?.text.trim();
  const base64 = descend(properties, 'Format', 'b64') !== undefined;
  return type === undefined && !base64 ? undefined : { type, base64 };
}

const devinfEdition = (version: string, tokens: typeof DEVINF12_TOKENS): Vocabulary['editions'][0] => ({
  publicIds: [`-//SYNCML//DTD DevInf ${version}//EN`],
  dialect: dialect(codePages(tokens), { namespaces: new Map([[0, DEVINF_NAMESPACE]]) }),
});

export const devinf: Vocabulary = {
  id: 'devinf',
  name: 'DevInf',
  protocol: field({
    filter: 'devinf',
    type: 'protocol',
    label: 'Device information',
    spec: 'SyncML DevInf 1.2',
    doc: 'What a device can do in data synchronisation.',
  }),
  editions: [
    devinfEdition('1.2', DEVINF12_TOKENS),
    devinfEdition('1.1', DEVINF11_TOKENS),
    devinfEdition('1.0', DEVINF11_TOKENS),
  ],
  roots: ['DevInf'],
  elements: () => DEVINF,
  attributes: new Map(),
  info: (root) =>
    `Device information: ${['Man', 'Mod', 'DevID']
      .map((name) => childOf(root, name)?.text ?? '')
      .filter((text) => text !== '')
      .join(' ')}`,
  rules: [],
};
