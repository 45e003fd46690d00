import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Outcome } from './outcome.ts';

export interface NodeRun {
  readonly root: string;
  /** A capture of many packets, and one of few enough to print all their fields. */
  readonly large: string;
  readonly small: string;
  readonly runs: number;
  readonly tshark: boolean;
}

/** Milliseconds that a program takes; its output goes nowhere. */
export function timed(program: string, args: readonly string[]): number {
  const from = performance.now();
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(' ')} has failed`);
  return performance.now() - from;
}

/** Arguments with which tshark dissects every packet once and prints next to nothing. */
export const onePass = (file: string): readonly string[] => ['-n', '-r', file, '-q', '-z', 'io,phs'];

/** Both in turn, so that whatever else the machine does meets both. */
export function inTurn(runs: number, ours: () => number, peer: (() => number) | undefined): [number[], number[]] {
  const own: number[] = [];
  const other: number[] = [];
  for (let i = 0; i < runs; i++) {
    own.push(ours());
    if (peer !== undefined) other.push(peer());
  }
  return [own, other];
}

export function countRow({ root, large, runs, tshark }: NodeRun): Outcome {
  const cli = resolve(root, 'scripts/cli.mjs');
  // The first run bundles the command.
  timed(process.execPath, [cli, '--help']);
  const [ours, peer] = inTurn(
    runs,
    () => timed(process.execPath, [cli, 'dissect', '--count', large]),
    tshark ? () => timed('tshark', onePass(large)) : undefined,
  );
  return {
    name: 'count',
    what: 'headless `dissect --count`',
    unit: 'ms',
    ours,
    peer: { what: "tshark's one pass", values: peer, share: 1 / 15 },
  };
}

export function jsonRow({ root, small, runs, tshark }: NodeRun): Outcome {
  const cli = resolve(root, 'scripts/cli.mjs');
  const [ours, peer] = inTurn(
    runs,
    () => timed(process.execPath, [cli, 'dissect', small]),
    tshark ? () => timed('tshark', ['-n', '-r', small, '-T', 'ek']) : undefined,
  );
  return {
    name: 'json',
    what: 'headless JSON lines of all fields, 100 000 packets at most',
    unit: 'ms',
    ours,
    peer: { what: '`tshark -T ek`', values: peer, share: 1 / 3 },
  };
}
