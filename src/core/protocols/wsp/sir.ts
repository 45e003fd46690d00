import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { addressRecords } from './address.ts';
import { applicationId } from './header-values.ts';
import { readHeaders } from './headers.ts';
import { uintvar } from './integers.ts';
import { RULES } from './rules.ts';
import { first, hex, isCut, leaf } from './value.ts';

const SPEC = 'WAP-235 8.4';

const f = fields({
  protocol: {
    filter: 'wap.sir',
    type: 'protocol',
    label: 'Session initiation request',
    spec: SPEC,
    doc: 'Asks the client to contact a push proxy gateway.',
  },
  version: {
    filter: 'wap.sir.version',
    bits: 8,
    type: 'uint',
    label: 'Version',
    spec: SPEC,
    doc: 'Version of the request: 0, or 1 with contact points for OTA-HTTP.',
  },
  applicationsLength: {
    filter: 'wap.sir.app_id_list.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Application-id list length',
    spec: SPEC,
    doc: 'Octets of the application-id list.',
  },
  applications: {
    filter: 'wap.sir.app_id_list',
    type: 'group',
    label: 'Application-id list',
    spec: SPEC,
    doc: 'Applications that the pushes will be for.',
  },
  wspLength: {
    filter: 'wap.sir.wsp_contact_points.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'WSP contact points length',
    spec: SPEC,
    doc: 'Octets of the WSP contact points.',
  },
  wsp: {
    filter: 'wap.sir.wsp_contact_points',
    type: 'group',
    label: 'WSP contact points',
    spec: SPEC,
    doc: 'Where to open a WSP session.',
  },
  contactLength: {
    filter: 'wap.sir.contact_points.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Non-WSP contact points length',
    spec: SPEC,
    doc: 'Octets of the other contact points.',
  },
  contact: {
    filter: 'wap.sir.contact_points',
    type: 'group',
    label: 'Non-WSP contact points',
    spec: SPEC,
    doc: 'Where to open a connection for OTA-HTTP.',
  },
  optionCount: {
    filter: 'wap.sir.protocol_options.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Number of protocol options',
    spec: SPEC,
    doc: 'Protocol options that follow.',
  },
  option: {
    filter: 'wap.sir.protocol_options',
    type: 'uint',
    label: 'Protocol option',
    names: { 0: 'OTA-HTTP, no CPITag present', 1: 'OTA-HTTP, CPITag present' },
    spec: SPEC,
    doc: 'A protocol that the contact points talk.',
  },
  urlLength: {
    filter: 'wap.sir.prov_url.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'ProvURL length',
    spec: SPEC,
    doc: 'Octets of the URL.',
  },
  url: {
    filter: 'wap.sir.prov_url',
    type: 'text',
    label: 'ProvURL',
    spec: SPEC,
    doc: 'Identifies the provisioning that the contact points belong to.',
  },
  tagCount: {
    filter: 'wap.sir.cpi_tag.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Number of CPITags',
    spec: SPEC,
    doc: 'CPITags that follow.',
  },
  tag: {
    filter: 'wap.sir.cpi_tag',
    type: 'bytes',
    label: 'CPITag',
    spec: SPEC,
    doc: 'Says which capabilities and preferences the gateway has in its cache, 4 octets.',
  },
  digit: {
    filter: 'wap.sir.app_id',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Application id',
    show: 'hex',
    spec: SPEC,
    doc: 'An application id in a form of its own.',
  },
});

const TAG_OCTETS = 4;
const APPLICATION_ID = 0xaf;

/** A length, and a window of that size that `inside` reads. */
function windowOf(
  cursor: Cursor,
  length: ReturnType<typeof uintvar>,
  field: (typeof f)['wsp'],
  inside: () => void,
): void {
  const { value } = length.read(cursor);
  // A window that the request cuts short leaves nothing for what comes after.
  const isShort = cursor.failed || Number(value) > cursor.octetsLeft;
  const outer = cursor.enter(field, Number(value));
  if (cursor.octetsLeft > 0) {
    const row = cursor.open(field);
    inside();
    cursor.tree.close(row, cursor.end);
  }
  cursor.leave(outer);
  cursor.failed = isShort;
}

/** Application ids: headers, or one of the forms that senders use instead. */
function readApplications(cursor: Cursor): string[] {
  const octet = first(cursor);
  if (octet === APPLICATION_ID)
    return readHeaders(cursor, false)
      .map(({ text }) => text)
      .filter((text) => text !== '');
  const start = cursor.bit;
  const list: string[] = [];
  const isSingle = octet < 0x80 && !(octet >= 1 && octet <= 0x1e && octet + 1 <= cursor.octetsLeft) && !hasNul(cursor);
  while (cursor.octetsLeft > 0) {
    const before = cursor.bit;
    if (isSingle) {
      const number = first(cursor);
      leaf(cursor, f.digit, 1, number);
      list.push(hex(number));
    } else {
      const read = applicationId.read(cursor);
      if (cursor.failed || cursor.bit === before) break;
      list.push(applicationId.text(read));
    }
  }
  if (!cursor.failed)
    cursor.find(
      RULES['WSP-031'],
      `the application-id list begins with ${hex(octet)}; it should hold headers that begin with 0xAF`,
      start,
      cursor.bit,
    );
  return list;
}

function hasNul(cursor: Cursor): boolean {
  return first(cursor) >= 0x20 && cursor.rest().includes(0);
}

function readRecords(cursor: Cursor, what: string): void {
  const start = cursor.bit;
  const findings = cursor.tree.findings.length;
  addressRecords.read(cursor);
  if (!cursor.failed || isCut(cursor)) return;
  // One finding that says what is wrong instead of one about the last record.
  cursor.tree.findings.length = findings;
  cursor.find(
    RULES['WSP-030'],
    `the address records do not fill the ${(cursor.end - start) / 8} octets of the ${what}; Kannel writes port and address as text here`,
    start,
    cursor.end,
  );
}

const lengths = {
  applications: uintvar(f.applicationsLength),
  wsp: uintvar(f.wspLength),
  contact: uintvar(f.contactLength),
  options: uintvar(f.optionCount),
  option: uintvar(f.option),
  url: uintvar(f.urlLength),
  tags: uintvar(f.tagCount),
};

/** Fields that version 1 has behind the WSP contact points. */
function readVersion1(cursor: Cursor): void {
  windowOf(cursor, lengths.contact, f.contact, () => readRecords(cursor, 'contact points'));
  const options = Number(lengths.options.read(cursor).value);
  for (let i = 0; i < options && !cursor.failed; i++) lengths.option.read(cursor);
  const url = Number(lengths.url.read(cursor).value);
  if (url > 0) cursor.octets(f.url, url);
  const tags = Number(lengths.tags.read(cursor).value);
  for (let i = 0; i < tags && !cursor.failed; i++) cursor.octets(f.tag, TAG_OCTETS);
}

export function registerSir(to: Registry): void {
  const sir: Dissector = {
    id: 'wap-sir',
    name: 'WAP SIR',
    // Headers and addresses of WSP stand in it.
    hides: 'content',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
    },
    dissect(cursor, context) {
      const row = cursor.open(f.protocol);
      const start = cursor.bit;
      const version = cursor.uint(f.version, 8);
      if (version > 1) cursor.find(RULES['WSP-029'], `version ${version}; read as version 1`, start, start + 8);
      let applications: string[] = [];
      windowOf(cursor, lengths.applications, f.applications, () => {
        applications = readApplications(cursor);
      });
      windowOf(cursor, lengths.wsp, f.wsp, () => readRecords(cursor, 'WSP contact points'));
      if (version > 0) readVersion1(cursor);
      if (cursor.octetsLeft > 0)
        cursor.find(
          RULES['WSP-030'],
          `${cursor.octetsLeft} octets follow the last field of a version ${version} request`,
          cursor.bit,
          cursor.end,
        );
      cursor.recover();
      cursor.tree.close(row, cursor.end);
      cursor.bit = cursor.end;
      context.info = `Session initiation request${applications.length === 0 ? '' : `, ${applications.join(', ')}`}`;
    },
  };
  const number = to.protocol(sir, Object.values(f));
  to.bind('media.type', 'application/vnd.wap.sia', sir);
  to.bind('layer', 'wap-sir', sir);
}
