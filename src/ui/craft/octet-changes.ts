/*
 * Which octets an edit has changed. Where lengths differ, octets that were only moved are no change: the shortest way
 * from one row of octets to the other is looked for (Myers), as far as that is cheap.
 */

/** Insertions and deletions that are looked for; beyond it everything between the equal ends counts as changed. */
const MAX_STEPS = 400;

/** Per octet of `after`: 1 where it is new or has taken another's place. */
export function changedOctets(before: Uint8Array, after: Uint8Array): Uint8Array {
  const marks = new Uint8Array(after.length);
  if (before.length === after.length) {
    for (let at = 0; at < after.length; at++) if (before[at] !== after[at]) marks[at] = 1;
    return marks;
  }
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const a = before.subarray(head, before.length - tail);
  const b = after.subarray(head, after.length - tail);
  const kept = keptOctets(a, b);
  for (let at = 0; at < b.length; at++) marks[head + at] = kept?.[at] === 1 ? 0 : 1;
  return marks;
}

/** Per octet of `b`: 1 where the shortest edit keeps it; undefined when that takes too many steps. */
function keptOctets(a: Uint8Array, b: Uint8Array): Uint8Array | undefined {
  const most = Math.min(a.length + b.length, MAX_STEPS);
  const size = 2 * most + 1;
  const trace: Int32Array[] = [];
  // Furthest x on each diagonal k = x - y.
  const reach = new Int32Array(size + 2);
  const at = (k: number): number => k + most + 1;
  for (let steps = 0; steps <= most; steps++) {
    trace.push(reach.slice());
    for (let k = -steps; k <= steps; k += 2) {
      const isDown = k === -steps || (k !== steps && (reach[at(k - 1)] ?? 0) < (reach[at(k + 1)] ?? 0));
      let x = isDown ? (reach[at(k + 1)] ?? 0) : (reach[at(k - 1)] ?? 0) + 1;
      while (x < a.length && x - k < b.length && x - k >= 0 && a[x] === b[x - k]) x++;
      reach[at(k)] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length, at);
    }
  }
  return undefined;
}

function walkBack(
  trace: readonly Int32Array[],
  lengthA: number,
  lengthB: number,
  at: (k: number) => number,
): Uint8Array {
  const kept = new Uint8Array(lengthB);
  let x = lengthA;
  let y = lengthB;
  for (let steps = trace.length - 1; steps >= 0; steps--) {
    const reach = trace[steps] ?? new Int32Array();
    const k = x - y;
    const isDown = k === -steps || (k !== steps && (reach[at(k - 1)] ?? 0) < (reach[at(k + 1)] ?? 0));
    const previous = isDown ? k + 1 : k - 1;
    const beforeX = steps === 0 ? 0 : (reach[at(previous)] ?? 0);
    const beforeY = steps === 0 ? 0 : beforeX - previous;
    while (x > beforeX && y > beforeY) {
      x--;
      y--;
      kept[y] = 1;
    }
    x = beforeX;
    y = beforeY;
  }
  return kept;
}
