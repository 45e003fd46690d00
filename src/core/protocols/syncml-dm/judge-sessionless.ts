import {
  childOf,
  childrenOf,
  descend,
  type Element,
  localName,
  MAX_DOCUMENTS_OPEN,
  type MarkupDocument,
  walk,
} from '../../dissect/markup.ts';
import type { Part, Subject } from '../../dissect/vocabulary.ts';
import { pathsOf } from './judge-tree.ts';
import { SM } from './rules-push.ts';

const SECRET_NAMES = /^(AAuthSecret|AAuthData|AAUTHSECRET|PW|Password)$/i;

/** Judges a sessionless message (DM Sessionless 1.3). */
export function judgeSessionless(
  subject: Subject,
  header: Element | undefined,
  commands: readonly Element[],
  signature: Element | undefined,
): void {
  const { document, root, context, find, bytes } = subject;
  const top: Part = { start: root.start, end: root.start + 8 };
  const at = (element: Element | undefined): Part =>
    element === undefined ? top : { start: element.start, end: element.start + 8 };
  // Where a signature goes in WBXML nobody says: that none was found is one finding, none of structure.
  if (signature === undefined) find(SM['SM-003'], 'no signature found', top);
  else judgeReference(signature, find);
  for (const name of ['SessionID', 'MsgID']) {
    if (childOf(header, name) === undefined)
      find(SM['SM-005'], `${name} is missing; it stays in though it means nothing`, at(header));
  }
  let encrypted = false;
  walk(root, (element) => {
    if (localName(element.name) === 'EncryptedData' || element.text.includes('<EncryptedData')) encrypted = true;
  });
  const body = childOf(root, 'SyncBody');
  // An encrypted body does not show whether Final is in it.
  if (!encrypted && childOf(body, 'Final') === undefined)
    find(SM['SM-005'], 'Final is missing; it stays in though it means nothing', at(body));
  const server = descend(header, 'Source', 'LocURI');
  if ((server?.text.trim() ?? '') === '')
    find(SM['SM-006'], 'Source/LocURI has no server identifier', at(server ?? header));
  const version = bytes[0] ?? 0;
  if (document.form === 'xml')
    find(SM['SM-007'], 'the message is XML; a sessionless message is WBXML 1.1, 1.2 or 1.3', top);
  else if (version < 1 || version > 3) {
    find(
      SM['SM-007'],
      `the version octet is ${version.toString(16).padStart(2, '0')}; a sessionless message is WBXML 1.1 (01), 1.2 (02) or 1.3 (03)`,
      { start: subject.start, end: subject.start + 8 },
    );
  }
  if (childOf(header, 'NoResp') !== undefined)
    find(SM['SM-008'], 'NoResp is said, though no response is expected anyway', at(childOf(header, 'NoResp')));
  for (const command of commands) {
    const name = localName(command.name);
    const code = childOf(command, 'Data')?.text.trim() ?? '';
    if (name === 'Get') find(SM['SM-008'], 'Get wants a response, and none is sent', at(command));
    else if (name === 'Alert' && /^110[1-4]$/.test(code))
      find(SM['SM-008'], `alert ${code} asks the user, and no response is sent`, at(command));
  }
  if (context.push !== undefined && context.push.bearer !== 'none' && !context.push.secure) {
    find(SM['SM-012'], 'the carrier is not secured; the security of the carrier is to be used', top);
  }
  for (const tree of treesOf(document)) judgeObjects(tree, encrypted, find);
}

/** The signature is over the whole message when it refers to nothing or to the document. */
function judgeReference(signature: Element, find: Subject['find']): void {
  walk(signature, (element) => {
    if (localName(element.name) !== 'Reference') return;
    const uri = element.attributes.find(({ name }) => name === 'URI');
    if (uri !== undefined && uri.value !== '')
      find(SM['SM-009'], `the signature covers ${uri.value} instead of the whole message`, uri);
  });
}

interface Tree {
  readonly root: Element;
  /** The data that hold the tree, when its own positions are bits of another source. */
  readonly apart: Part | undefined;
}

/** Management trees in a message: inline, or as documents inside it. */
export function treesOf(document: MarkupDocument): readonly Tree[] {
  const trees: Tree[] = [];
  const visit = (inside: MarkupDocument, apart: Part | undefined, level: number): void => {
    if (inside.root === undefined || level > MAX_DOCUMENTS_OPEN) return;
    walk(inside.root, (element) => {
      if (localName(element.name) === 'MgmtTree') trees.push({ root: element, apart });
      for (const node of element.nodes) {
        if ((node.kind !== 'opaque' && node.kind !== 'text') || node.document === undefined) continue;
        visit(
          node.document,
          apart ?? (node.apart === true ? { start: node.start, end: node.end } : undefined),
          level + 1,
        );
      }
    });
  };
  visit(document, undefined, 0);
  return trees;
}

function judgeObjects({ root, apart }: Tree, encrypted: boolean, findIn: Subject['find']): void {
  const find: Subject['find'] = (rule, message, part) => findIn(rule, message, apart ?? part);
  const place = { start: root.start, end: root.start + 8 };
  const nodes: Element[] = [];
  const references: Element[] = [];
  let acl = false;
  walk(root, (element) => {
    const name = localName(element.name);
    if (name === 'ACL') acl = true;
    if (name === 'Node') nodes.push(element);
    if (name === 'Value' && /^\.\/Inbox/.test(element.text.trim())) references.push(element);
  });
  if (nodes.length > 0 && !acl) find(SM['SM-013'], 'the tree says no ACL for what it adds', place);
  if (references.length > 0) {
    const paths = pathsOf(root);
    for (const value of references.slice(0, 20)) {
      const text = value.text.trim();
      const path = text.replace(/^\.\/Inbox\/?/, '');
      if (!text.startsWith('./Inbox/') || !paths.has(path))
        find(SM['SM-022'], `"${text}" is not ./Inbox/ and the place of a node in this tree`, value);
    }
  }
  const secret = nodes.find(
    (node) => SECRET_NAMES.test(childOf(node, 'NodeName')?.text.trim() ?? '') && childOf(node, 'Value') !== undefined,
  );
  if (secret !== undefined && !encrypted)
    find(SM['SM-010'], `${childOf(secret, 'NodeName')?.text.trim() ?? 'a secret'} is readable`, {
      start: secret.start,
      end: secret.start + 8,
    });
  judgeVersions(root, find);
}

/** Of an object that is sent in several versions the client takes the latest one that it knows. */
function judgeVersions(root: Element, find: Subject['find']): void {
  const versions = new Map<string, string>();
  for (const node of childrenOf(root, 'Node')) {
    const name = descend(node, 'RTProperties', 'Type', 'DDFName');
    const [, object, version] = /^(.*):(\d+(?:\.\d+)*)$/.exec(name?.text.trim() ?? '') ?? [];
    if (name === undefined || object === undefined || version === undefined) continue;
    const other = versions.get(object);
    if (other !== undefined && other !== version)
      find(SM['SM-025'], `${object} is sent in versions ${other} and ${version}`, name);
    versions.set(object, version);
  }
}
