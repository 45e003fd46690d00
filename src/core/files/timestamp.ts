/** Exact times of pcapng: a 64-bit count of units in two halves, a resolution per interface, an offset in seconds. */

/** What a clock makes of a count of units. Reused for every packet, so that none allocates. */
export interface Moment {
  /** Whole seconds since 1970, may be negative. */
  seconds: number;
  /** 0 to 999 999 999. */
  nanos: number;
}

const NANOS = 1_000_000_000;
const HALF = 2 ** 32;
/** Below this high half the count is below 2^53 and thus an exact double. */
const EXACT_HIGH = 2 ** 21;

export class Clock {
  /** Units per second when they divide a thousand millions; 0 for all others, which take the slow way. */
  readonly #perSecond: number;
  readonly #nanosPerUnit: number;
  readonly #unitsPerSecond: bigint;
  readonly #offsetSeconds: number;

  /**
   * @param resolution value of if_tsresol: 10^-n seconds, with bit 7 set 2^-n seconds
   * @param offsetSeconds value of if_tsoffset
   */
  constructor(resolution: number, offsetSeconds: number) {
    const power = resolution & 0x7f;
    const decimal = resolution < 0x80;
    this.#unitsPerSecond = (decimal ? 10n : 2n) ** BigInt(power);
    this.#perSecond = decimal && power <= 9 ? 10 ** power : 0;
    this.#nanosPerUnit = this.#perSecond === 0 ? 0 : NANOS / this.#perSecond;
    this.#offsetSeconds = offsetSeconds;
  }

  /** Sets `out` to the time of `high` × 2^32 + `low` units; parts of a nanosecond are cut off. */
  read(high: number, low: number, out: Moment): void {
    const perSecond = this.#perSecond;
    if (perSecond === 0) {
      this.#readSlowly(high, low, out);
    } else if (high < EXACT_HIGH) {
      const units = high * HALF + low;
      const seconds = Math.floor(units / perSecond);
      out.seconds = seconds + this.#offsetSeconds;
      out.nanos = (units - seconds * perSecond) * this.#nanosPerUnit;
    } else {
      // Long division by digits of 16 bits: each dividend is below 2^46 and its quotient exact.
      const first = Math.floor(high / perSecond);
      let rest = (high - first * perSecond) * 65536 + (low >>> 16);
      const second = Math.floor(rest / perSecond);
      rest = (rest - second * perSecond) * 65536 + (low & 0xffff);
      const third = Math.floor(rest / perSecond);
      out.seconds = first * HALF + second * 65536 + third + this.#offsetSeconds;
      out.nanos = (rest - third * perSecond) * this.#nanosPerUnit;
    }
  }

  #readSlowly(high: number, low: number, out: Moment): void {
    const units = (BigInt(high) << 32n) | BigInt(low);
    const seconds = units / this.#unitsPerSecond;
    out.seconds = Number(seconds) + this.#offsetSeconds;
    out.nanos = Number(((units - seconds * this.#unitsPerSecond) * BigInt(NANOS)) / this.#unitsPerSecond);
  }
}

/** `2023-11-14T22:13:20.123456789Z`; seconds since 1970 for times outside of what a calendar holds. */
export function momentText({ seconds, nanos }: Moment): string {
  const date = new Date(seconds * 1000);
  const fraction = String(nanos).padStart(9, '0');
  if (Number.isNaN(date.getTime())) return `${seconds}.${fraction} s`;
  return `${date.toISOString().slice(0, -5)}.${fraction}Z`;
}
