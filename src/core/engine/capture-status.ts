import type { Capture } from './capture.ts';
import type { Judging } from './judging.ts';
import type { Loading } from './loading.ts';
import type { SessionInput } from './session-input.ts';
import type { CaptureStatus } from './views.ts';

/** What a status tells of. */
export interface Opened {
  readonly version: number;
  readonly input: SessionInput | undefined;
  readonly capture: Capture | undefined;
  /** Undefined for what was not read from a file. */
  readonly loading: Loading | undefined;
  readonly judging: Judging;
}

export function captureStatus({ version, input, capture, loading, judging }: Opened): CaptureStatus {
  const some = capture !== undefined && capture.length > 0;
  const { tally } = judging;
  return {
    version,
    name: input?.kind === 'source' ? input.source.name : (capture?.source.name ?? ''),
    size: sizeOf(input) ?? capture?.source.size ?? 0,
    read: loading?.read ?? capture?.source.size ?? 0,
    format: loading?.format ?? capture?.source.name ?? '',
    packets: capture?.length ?? 0,
    phase: loading?.phase ?? 'done',
    faults: capture?.notes.faults ?? [],
    details: capture === undefined ? [] : [...capture.notes.details, ...captureDetails(capture)],
    firstSeconds: some ? capture.table.seconds.get(0) : undefined,
    firstNanos: some ? capture.table.nanos.get(0) : 0,
    judged: tally.judged,
    judging: judging.isOn,
    judgingFault: judging.fault,
    verdicts: { ...tally.verdicts },
    broken: tally.broken,
  };
}

/** Octets of the files, as they lie on the disk. */
function sizeOf(input: SessionInput | undefined): number | undefined {
  if (input?.kind === 'source') return input.source.size;
  return input?.kind === 'merged' ? input.sources.reduce((sum, { size }) => sum + size, 0) : undefined;
}

function captureDetails(capture: Capture): { readonly label: string; readonly value: string }[] {
  const more = capture.moreFaults === 0 ? [] : [{ label: 'Faults not listed', value: String(capture.moreFaults) }];
  const interfaces = capture.links.flatMap(({ described }, i) => [
    ...(described.name === undefined ? [] : [{ label: `Interface ${i}`, value: described.name }]),
    ...described.details.map(({ label, value }) => ({ label: `Interface ${i}: ${label}`, value })),
  ]);
  return [...interfaces, ...more];
}
