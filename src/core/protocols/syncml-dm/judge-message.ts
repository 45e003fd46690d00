import { fromBase64 } from '../../base/bytes.ts';
import { childOf, childrenOf, descend, type Element, localName, walk } from '../../dissect/markup.ts';
import type { Part, Subject } from '../../dissect/vocabulary.ts';
import { ALERT_CODES } from './alert-codes.ts';
import { commandsOf } from './info.ts';
import { judgeCredentials } from './judge-credentials.ts';
import { judgePushed } from './judge-pushed.ts';
import { judgeResync } from './judge-resync.ts';
import { isAcl, judgeTree } from './judge-tree.ts';
import { DM } from './rules-dm.ts';
import { STATUS_CODES } from './status-codes.ts';

const MOST_FINDINGS = 40;

const NOT_IN_DM: ReadonlySet<string> = new Set(
  'Archive Lang NoResp NoResults NumberOfChanges SftDel Map MapItem Put Search Sync'.split(' '),
);
const NEED_TARGET: ReadonlySet<string> = new Set(['Add', 'Replace', 'Delete', 'Get', 'Exec']);
const FORMATS: ReadonlySet<string> = new Set('b64 bin bool chr int node null xml date float time'.split(' '));
const DM_ALERTS = { from: 1100, to: 1299 };

/** Judges a SyncML message; the rules of device management apply to messages that say DM in VerProto. */
export function judgeMessage(subject: Subject): void {
  const { root } = subject;
  let left = MOST_FINDINGS;
  const limited: Subject = {
    ...subject,
    find: (rule, message, part, severity) => {
      if (left-- > 0) subject.find(rule, message, part, severity);
    },
  };
  const header = childOf(root, 'SyncHdr');
  judgeCredentials(limited, header);
  if (!/^DM\//.test(childOf(header, 'VerProto')?.text.trim() ?? '')) return;
  judgeVersions(limited, header);
  judgeCommands(limited);
  judgeElements(limited);
  judgeInlineTrees(limited);
  judgePushed(limited, header);
  judgeResync(limited, header);
}

const begin = (element: Element): Part => ({ start: element.start, end: element.start + 8 });

function judgeVersions({ document, root, find }: Subject, header: Element | undefined): void {
  const dtd = childOf(header, 'VerDTD');
  const protocol = childOf(header, 'VerProto');
  if (dtd === undefined || protocol === undefined) return;
  const version = dtd.text.trim();
  const inProtocol = protocol.text.trim().slice(3);
  // DM 1.3 kept the DTD of 1.2.
  if (version !== inProtocol && !(version === '1.2' && inProtocol === '1.3')) {
    find(DM['DM-001'], `VerDTD is ${version}, VerProto is ${protocol.text.trim()}`, dtd);
  }
  const named = /DTD SyncML (\d\.\d)/.exec(document.publicId ?? '')?.[1];
  if (named !== undefined && named !== version)
    find(DM['DM-001'], `VerDTD is ${version}, the public identifier says ${named}`, dtd);
  const space = document.form === 'xml' ? /^SYNCML:SYNCML(\d\.\d)$/.exec(root.namespace ?? '')?.[1] : undefined;
  if (space !== undefined && space !== version)
    find(DM['DM-001'], `VerDTD is ${version}, the namespace says ${space}`, dtd);
}

function judgeCommands({ root, find }: Subject): void {
  const body = childOf(root, 'SyncBody');
  const seen = new Set<string>();
  const judge = (command: Element, around: readonly string[]): void => {
    const name = localName(command.name);
    const id = childOf(command, 'CmdID');
    const text = id?.text.trim() ?? '';
    if (text === '') find(DM['DM-002'], `${name} has no CmdID`, begin(command));
    else if (text === '0') find(DM['DM-002'], 'CmdID is 0, which stands for the header', id ?? command);
    else if (seen.has(text)) find(DM['DM-002'], `CmdID ${text} stands twice`, id ?? command);
    seen.add(text);
    const cred = childOf(command, 'Cred');
    if (cred !== undefined) find(DM['DM-003'], `${name} has credentials; they stand in SyncHdr`, cred);
    if (around.includes('Atomic') && (name === 'Atomic' || name === 'Get'))
      find(DM['DM-012'], `${name} stands in Atomic`, begin(command));
    judgeItems(command, name);
    for (const inner of name === 'Atomic' || name === 'Sequence' ? commandsOf(command) : [])
      judge(inner, [...around, name]);
  };
  const judgeItems = (command: Element, name: string): void => {
    for (const item of NEED_TARGET.has(name) ? childrenOf(command, 'Item') : []) {
      const target = descend(item, 'Target', 'LocURI');
      // A client names its own nodes as sources when it replaces their values at the server.
      if (target === undefined && name === 'Replace' && childOf(item, 'Source') !== undefined) continue;
      if (target === undefined) find(DM['DM-007'], `an item of ${name} has no Target`, begin(item));
      else if (name === 'Get' && /^\.\/Inbox(\/|$)/.test(target.text.trim()))
        find(DM['DM-023'], 'Get of ./Inbox is answered with 405', target);
      if (name !== 'Add') continue;
      const metas = [childOf(item, 'Meta'), childOf(command, 'Meta')];
      const missing = ['Format', 'Type'].filter((part) =>
        metas.every((meta) => childOf(childOf(meta, 'MetInf') ?? meta, part) === undefined),
      );
      if (missing.length > 0) find(DM['DM-006'], `Add says no ${missing.join(' and no ')} of its data`, begin(item));
    }
    const code = childOf(command, 'Data');
    const number = Number(code?.text.trim());
    if (
      name === 'Alert' &&
      code !== undefined &&
      !(ALERT_CODES.has(number) && number >= DM_ALERTS.from && number <= DM_ALERTS.to)
    ) {
      find(DM['DM-010'], `${code.text.trim().slice(0, 20)} is no alert of device management`, code);
    }
    if (name === 'Status' && code !== undefined && !STATUS_CODES.has(number)) {
      find(
        DM['DM-011'],
        `${code.text.trim().slice(0, 20)} is no known status${number >= 100 && number < 600 ? `; it counts as ${Math.floor(number / 100)}00` : ''}`,
        code,
      );
    }
  };
  for (const command of commandsOf(body)) judge(command, []);
}

function judgeElements({ root, find }: Subject): void {
  walk(root, (element, around) => {
    const name = localName(element.name);
    const inMeta = around.some((outer) => localName(outer.name) === 'Meta');
    const inData = around.some((outer) => localName(outer.name) === 'Data');
    if (inData) return;
    if (!inMeta && NOT_IN_DM.has(name))
      find(DM['DM-004'], `${name} is used in data synchronisation only`, begin(element));
    const text = element.text.trim();
    if (inMeta && name === 'Format' && text !== '' && !FORMATS.has(text))
      find(DM['DM-019'], `"${text.slice(0, 40)}" is no format`, element);
    if (inMeta && name === 'NextNonce' && fromBase64(text.replace(/\s/g, '')) === undefined)
      find(DM['DM-009'], `"${text.slice(0, 64)}" is not base64`, element);
    if (name === 'Replace') judgeAclValue(element, find);
  });
}

/** Replace of `?prop=ACL` carries an access control list. */
function judgeAclValue(command: Element, find: Subject['find']): void {
  for (const item of childrenOf(command, 'Item')) {
    const data = childOf(item, 'Data');
    const target = descend(item, 'Target', 'LocURI')?.text.trim() ?? '';
    if (data !== undefined && /\?prop=ACL$/.test(target) && !isAcl(data.text.trim())) {
      find(
        DM['DM-013'],
        `"${data.text.trim().slice(0, 200)}" is no access control list; Add=*&Get=a+b would be one`,
        data,
      );
    }
  }
}

/** Trees that stand in the message itself, by code page or as elements. */
function judgeInlineTrees(subject: Subject): void {
  walk(subject.root, (element) => {
    if (localName(element.name) === 'MgmtTree') judgeTree(subject, element);
  });
}
