/**
 * Lengths of intervals in microseconds, each a multiple of the one before, so that intervals can be joined: 1, 2, 10, 20, 100 ...
 * up to 20 s, then 1, 2, 10 minutes, 1, 2, 6, 12 hours, 1, 2, 10 days and so on.
 */
export const INTERVALS: readonly number[] = intervals();

function intervals(): number[] {
  const out: number[] = [];
  for (let length = 1; length <= 20_000_000; length *= out.length % 2 === 1 ? 2 : 5) out.push(length);
  const minute = 60_000_000;
  const hour = 60 * minute;
  const day = 24 * hour;
  out.push(minute, 2 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 12 * hour);
  for (
    let length = day;
    length <= 2e6 * day;
    length *= length === day || String(length / day).startsWith('1') ? 2 : 5
  ) {
    out.push(length);
  }
  return out;
}

/** Least interval that covers `span` microseconds with at most `most` intervals. */
export function intervalFor(span: number, most: number, least = 1): number {
  return INTERVALS.find((length) => length >= least && span / length < most - 1) ?? INTERVALS.at(-1)!;
}

export interface Cells {
  readonly packets: Float64Array;
  readonly octets: Float64Array;
}

/** Packets and octets an interval, for several series over one time axis that grows to both sides; too many intervals are joined. */
export class TimeGrid {
  interval: number;
  /** Number of the first interval; interval 0 begins at time 0. */
  #first = 0;
  #count = 0;
  readonly #most: number;
  readonly #series: { packets: Float64Array; octets: Float64Array }[];

  /** @param most intervals at most, twice as much for a moment */
  constructor(series: number, most: number, interval: number) {
    this.interval = interval;
    this.#most = most;
    this.#series = Array.from({ length: series }, () => ({
      packets: new Float64Array(most * 2),
      octets: new Float64Array(most * 2),
    }));
  }

  /** Intervals from the first to the last one that was reached. */
  get count(): number {
    return this.#count;
  }

  /** Microseconds at which the first interval begins. */
  get start(): number {
    return this.#first * this.interval;
  }

  /** Makes room for a time: the axis reaches it from now on. */
  reach(time: number): void {
    for (;;) {
      const number = Math.floor(time / this.interval);
      if (this.#count === 0) {
        this.#first = number;
        this.#count = 1;
        return;
      }
      const first = Math.min(this.#first, number);
      const count = Math.max(this.#first + this.#count, number + 1) - first;
      if (count <= this.#most) {
        if (first < this.#first) this.#shift(this.#first - first);
        this.#first = first;
        this.#count = count;
        return;
      }
      const wider = INTERVALS.find((length) => length > this.interval);
      if (wider === undefined) return;
      this.#join(wider);
    }
  }

  /** Counts a packet of a series; its time must be within reach. */
  add(series: number, time: number, octets: number): void {
    const at = Math.floor(time / this.interval) - this.#first;
    const cells = this.#series[series]!;
    if (at < 0 || at >= this.#count) return;
    cells.packets[at]!++;
    cells.octets[at]! += octets;
  }

  cells(series: number): Cells {
    const { packets, octets } = this.#series[series]!;
    return { packets: packets.slice(0, this.#count), octets: octets.slice(0, this.#count) };
  }

  clear(series: number): void {
    const { packets, octets } = this.#series[series]!;
    packets.fill(0);
    octets.fill(0);
  }

  #shift(by: number): void {
    for (const { packets, octets } of this.#series) {
      for (const values of [packets, octets]) {
        values.copyWithin(by, 0, this.#count);
        values.fill(0, 0, by);
      }
    }
  }

  #join(wider: number): void {
    const factor = wider / this.interval;
    const first = Math.floor(this.#first / factor);
    const count = Math.floor((this.#first + this.#count - 1) / factor) - first + 1;
    for (const { packets, octets } of this.#series) {
      for (const values of [packets, octets]) {
        const joined = new Float64Array(count);
        for (let i = 0; i < this.#count; i++) joined[Math.floor((this.#first + i) / factor) - first]! += values[i]!;
        values.fill(0);
        values.set(joined);
      }
    }
    this.interval = wider;
    this.#first = first;
    this.#count = count;
  }
}
