import type { Interner } from '../base/interner.ts';
import { OctetArena } from '../base/octet-arena.ts';
import { Vector } from '../base/vector.ts';
import type { NotificationSighting, NotifiedFormat, SessionSighting } from './dm-sessions.ts';
import type { IndicationSighting, Sighting, SightingColumns } from './sightings.ts';

/** Only the packet is remembered. */
export const PLAIN_COLUMNS: SightingColumns<Sighting> = {
  push: () => undefined,
  at: (_row, frame) => ({ frame }),
  hash: () => 0,
};

const FORMATS: readonly NotifiedFormat[] = ['dm-1.2', 'dm-1.3', 'dm-2.0'];
const BETWEEN_NAMES = '\n';

/** Columns of notifications: some 50 octets each, and the octets of those of 1.2. */
export function notificationColumns(names: Interner): SightingColumns<NotificationSighting> {
  const seconds = new Vector(Float64Array);
  const format = new Vector(Uint8Array);
  const id = new Vector(Uint16Array);
  const server = new Vector(Uint32Array);
  const device = new Vector(Uint32Array);
  const hash = new Vector(Float64Array);
  const request = new Vector(Float64Array);
  const timeout = new Vector(Uint16Array);
  const whole = new Vector(Uint8Array);
  const requested = new Vector(Uint32Array);
  const place = new Vector(Float64Array);
  const size = new Vector(Uint16Array);
  const arena = new OctetArena();

  /** A notification that was met: most of those that are looked at are asked for one thing only. */
  class Row implements NotificationSighting {
    readonly #row: number;
    readonly frame: number;
    constructor(row: number, frame: number) {
      this.#row = row;
      this.frame = frame;
    }
    get seconds(): number {
      return seconds.get(this.#row);
    }
    get format(): NotifiedFormat {
      return FORMATS[format.get(this.#row)]!;
    }
    get id(): number {
      return id.get(this.#row);
    }
    get server(): string {
      return names.text(server.get(this.#row));
    }
    get device(): string {
      return names.text(device.get(this.#row));
    }
    get hash(): number {
      return hash.get(this.#row);
    }
    get request(): number {
      return request.get(this.#row);
    }
    get timeout(): number {
      return timeout.get(this.#row);
    }
    get whole(): boolean {
      return whole.get(this.#row) === 1;
    }
    get requested(): readonly string[] {
      const text = names.text(requested.get(this.#row));
      return text === '' ? [] : text.split(BETWEEN_NAMES);
    }
    get octets(): Uint8Array | undefined {
      const octets = size.get(this.#row);
      return octets === 0 ? undefined : arena.get(place.get(this.#row), octets);
    }
  }

  return {
    push(seen) {
      seconds.push(seen.seconds);
      format.push(FORMATS.indexOf(seen.format));
      id.push(seen.id);
      server.push(names.id(seen.server));
      device.push(names.id(seen.device));
      hash.push(seen.hash);
      request.push(seen.request);
      timeout.push(seen.timeout);
      whole.push(seen.whole ? 1 : 0);
      requested.push(names.id(seen.requested.join(BETWEEN_NAMES)));
      place.push(seen.octets === undefined ? 0 : arena.put(seen.octets));
      size.push(seen.octets?.length ?? 0);
    },
    at: (row, frame) => new Row(row, frame),
    hash: (row) => hash.get(row),
  };
}

export function sessionColumns(names: Interner): SightingColumns<SessionSighting> {
  const seconds = new Vector(Float64Array);
  const alert = new Vector(Uint16Array);
  const texts = new Vector(Uint32Array);
  const TEXTS = ['session', 'message', 'target', 'source', 'from', 'to', 'credentials'] as const;
  return {
    push(seen) {
      seconds.push(seen.seconds);
      alert.push(seen.alert);
      for (const name of TEXTS) texts.push(names.id(seen[name]));
    },
    at(row, frame) {
      const text = (name: (typeof TEXTS)[number]): string =>
        names.text(texts.get(row * TEXTS.length + TEXTS.indexOf(name)));
      return {
        frame,
        seconds: seconds.get(row),
        session: text('session'),
        message: text('message'),
        target: text('target'),
        source: text('source'),
        from: text('from'),
        to: text('to'),
        alert: alert.get(row),
        credentials: text('credentials'),
      };
    },
    hash: () => 0,
  };
}

export function indicationColumns(names: Interner): SightingColumns<IndicationSighting> {
  const seconds = new Vector(Float64Array);
  const hash = new Vector(Float64Array);
  const created = new Vector(Uint32Array);
  const expires = new Vector(Uint32Array);
  const deletes = new Vector(Uint8Array);
  return {
    push(seen) {
      seconds.push(seen.seconds);
      hash.push(seen.hash);
      created.push(names.id(seen.created));
      expires.push(names.id(seen.expires));
      deletes.push(seen.deletes ? 1 : 0);
    },
    at: (row, frame) => ({
      frame,
      seconds: seconds.get(row),
      hash: hash.get(row),
      created: names.text(created.get(row)),
      expires: names.text(expires.get(row)),
      deletes: deletes.get(row) === 1,
    }),
    hash: (row) => hash.get(row),
  };
}
