import type { CaptureStatus } from '../../worker/api.ts';

const UNITS = ['octets', 'kB', 'MB', 'GB', 'TB'] as const;

/** `512 octets`, `1 octet`, `1.4 MB`: units of 1000, as file managers count. */
export function sizeInWords(octets: number): string {
  if (octets === 1) return '1 octet';
  let value = octets;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

export function durationInWords(seconds: number): string {
  if (seconds < 1) return 'less than a second left';
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s left` : `${Math.floor(whole / 60)} min ${whole % 60} s left`;
}

/** Seconds until the file is read, from how long the part so far took; undefined while that says too little. */
export function secondsLeft(status: Pick<CaptureStatus, 'size' | 'read'>, elapsedSeconds: number): number | undefined {
  const { size, read } = status;
  if (read <= 0 || elapsedSeconds < 0.5 || size <= read) return undefined;
  return ((size - read) / read) * elapsedSeconds;
}

/** Judging begins a moment after its counts were cleared: what counts is whether every packet has been judged, as far as they can be read. */
export function isBusy({ phase, judging, judgingFault, judged, packets }: CaptureStatus): boolean {
  return phase === 'loading' || judging || (phase !== 'failed' && judgingFault === undefined && judged < packets);
}

/** How much of loading or, after it, of judging is done: 0 to 1, or undefined when nothing is going on. */
export function progressOf(status: CaptureStatus): number | undefined {
  if (!isBusy(status)) return undefined;
  if (status.phase === 'loading') return status.size === 0 ? 0 : Math.min(1, status.read / status.size);
  return status.packets === 0 ? 1 : Math.min(1, status.judged / status.packets);
}
