import type { CaptureStatus, Catalogue, Input, PacketView, PasteReading } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import { countCalls, type EngineListener, type PageApi, type StartEngine } from '../app/client.ts';
import { fakeListing } from './fake-listing.ts';
import { packetView } from './packet-view.ts';

/** An engine that answers with made-up packets, for tests of components and of the session. */
export interface FakeOptions {
  readonly packets?: number;
  /** What a capture is at when it has been opened. */
  readonly phase?: CaptureStatus['phase'];
  /** Milliseconds that each answer takes. */
  readonly delay?: number;
  /** Packets that a filter decides on in one step. */
  readonly step?: number;
}

const FIELD = { spec: undefined, doc: undefined, generated: false } as const;

export const CATALOGUE: Catalogue = {
  fields: [
    { ...FIELD, filter: 'frame', label: 'Frame', type: 'protocol' },
    { ...FIELD, filter: 'ip', label: 'Internet Protocol', type: 'protocol' },
    { ...FIELD, filter: 'ip.src', label: 'Source address', type: 'ipv4', spec: 'RFC 791 3.1' },
    { ...FIELD, filter: 'dmnoti', label: 'DM notification', type: 'protocol' },
    {
      filter: 'dmnoti.session_id',
      label: 'Session id',
      type: 'uint',
      spec: 'NOTI-1.3 6.4.8',
      doc: 'Names the session that the client is to open.',
      generated: false,
    },
    { ...FIELD, filter: 'dmnoti.initiator', label: 'Initiator', type: 'bool', spec: 'NOTI-1.3 6.4.3' },
  ],
  names: [{ ...FIELD, filter: 'ip.addr', label: 'Source address or Destination address', type: 'ipv4' }],
  rules: [
    {
      id: 'N13-036',
      level: 'MUST',
      severity: 'error',
      section: 'NOTI-1.3 6.4.8',
      text: 'The session id is not zero.',
    },
  ],
  layers: [
    { id: 'ether', name: 'Ethernet' },
    { id: 'wsp', name: 'WSP PDU' },
    { id: 'dmnoti13', name: 'DM notification 1.3' },
  ],
  protocols: [
    { id: 'wsp', name: 'WSP' },
    { id: 'dmnoti13', name: 'DM notification 1.3' },
  ],
};

export function fakeStatus(name: string, packets: number): CaptureStatus {
  return {
    version: 1,
    name,
    size: packets * 100,
    read: packets * 100,
    format: 'pcap, microseconds, little-endian',
    packets,
    phase: 'done',
    faults: [],
    details: [{ label: 'Application', value: 'made up' }],
    firstSeconds: 1_700_000_000,
    firstNanos: 1000,
    judged: packets,
    judging: false,
    judgingFault: undefined,
    verdicts: { match: 12, mismatch: 3, zero: 1, absent: 4, 'not-verifiable': 2, unchecked: 7 },
    broken: [{ rule: 'N13-036', severity: 'error', packets: 2, first: 4 }],
  };
}

function fakeView(index: number): PacketView {
  const view = packetView(index, [
    [0, 0, 640, 6, 0],
    [1, 112, 272, 3, 0],
    [2, 208, 240, 3, 0],
    [3, 336, 640, 6, 0],
    [4, 400, 416, 5, 0],
    [5, 416, 417, 6, 0],
  ]);
  return {
    ...view,
    findings: [
      {
        rule: 'N13-036',
        severity: 'error',
        message: 'The session id is 0; it names the session and is 1 to 65535.',
        source: 0,
        start: 400,
        end: 416,
        row: 4,
      },
    ],
    digests: [
      {
        format: 'dm-1.3',
        verdict: 'unchecked',
        formula: undefined,
        secretForm: undefined,
        expected: undefined,
        found: '00'.repeat(16),
        tried: 0,
        source: 0,
        start: 336,
        end: 400,
        covered: { source: 0, start: 400, end: 640 },
      },
    ],
  };
}

const READINGS: readonly PasteReading[] = [
  {
    form: 'hexdump -C',
    packets: 1,
    octets: 73,
    layer: 'wsp',
    layerChosenBy: 'guess 0.90',
    confidence: 0.9,
    ignored: ['> quoted mail'],
    warnings: [],
  },
];

export function fakeEngine({ packets = 1000, phase = 'done', delay = 0, step = 1000 }: FakeOptions = {}): StartEngine {
  return ({ onStatus, onListing }: EngineListener) => {
    let status: CaptureStatus | undefined;
    const later = <T>(value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), delay));
    const bump = (): void => {
      if (status === undefined) return;
      status = { ...status, version: status.version + 1 };
      onStatus(status);
    };
    const listing = fakeListing({ delay, step, onListing });
    const answers: Partial<Remote<PageApi>> = {
      ...listing.api,
      catalogue: () => later(CATALOGUE),
      open: (input: Input) => {
        const name = input.kind === 'file' ? input.file.name : input.kind === 'bytes' ? input.name : 'pasted';
        if (name.includes('broken')) return later(undefined).then(() => Promise.reject(new Error('not a capture')));
        status = { ...fakeStatus(name, packets), phase };
        listing.open(packets);
        return later({ status, rows: undefined });
      },
      stop: () => later(status ?? fakeStatus('', 0)),
      close: () => later(undefined),
      status: () => later(status),
      rows: (from, count) =>
        later({ version: status?.version ?? 0, from, revision: listing.revision, rows: listing.rows(from, count) }),
      packet: (index) => later(fakeView(index)),
      recognise: (text) => later(text.trim() === '' ? [] : READINGS),
      setSecrets: async () => bump(),
      setDecodeAs: async () => bump(),
      setColours: async () => undefined,
      setMacros: async () => undefined,
      expandMacros: async (text) => text,
      judgeMacros: async (macros) => macros.map(() => ({ state: 'complete' })),
      colourRuleOf: () => later(undefined),
      colourConversation: () => later('coloured' as const),
      clearConversations: async () => undefined,
      ...fakeMarks(later),
    };
    const counted = countCalls(withRefusals(answers));
    return {
      remote: counted.remote,
      get openCalls() {
        return counted.open;
      },
      dispose: () => undefined,
    };
  };
}

/** What is not made up is refused: tests of it have an engine of their own. */
function withRefusals(answers: Partial<Remote<PageApi>>): Remote<PageApi> {
  return new Proxy(answers, {
    get: (target, name) =>
      Reflect.get(target, name) ?? (() => Promise.reject(new Error(`${String(name)} is not made up`))),
  }) as Remote<PageApi>;
}

/** Marks are taken and forgotten. */
function fakeMarks(later: <T>(value: T) => Promise<T>) {
  return {
    mark: () => later(undefined),
    ignore: () => later(undefined),
    toggleMark: () => later(undefined),
    toggleIgnore: () => later(undefined),
    comment: () => later(undefined),
    commentOf: () => later(''),
    marked: () => later([]),
    markCounts: () => later({ marked: 0, ignored: 0, references: 0, commented: 0, isShifted: false }),
    nextMarked: () => later(undefined),
    setReference: () => later(undefined),
    toggleReference: () => later(undefined),
    nextReference: () => later(undefined),
    shiftTimes: () => later(undefined),
    setTime: () => later(undefined),
    undoTimeShifts: () => later(undefined),
    timeOf: () => later(1_700_000_000_000_001_000n),
    exportPackets: () => later(new Blob(['packets'])),
    stopExport: () => later(undefined),
  };
}
