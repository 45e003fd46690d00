import { fromUtf8 } from '../../base/bytes.ts';
import type { Transmission } from './lct.ts';

/** A file as the table describes it. */
export interface FdtFile {
  /** Transport object, decimal digits; empty when the table does not say. */
  readonly object: string;
  readonly location: string;
  readonly type: string;
  /** Content encoding; empty without one. */
  readonly encoding: string;
  /** Octets of the file, and of what is sent of it; -1 when the table does not say. */
  readonly contentLength: number;
  readonly transferLength: number;
  /** Digest in base64; empty without one. */
  readonly md5: string;
  readonly transmission: Transmission | undefined;
}

export interface Fdt {
  /** Seconds since 1900-01-01T00:00:00Z; -1 when the table does not say. */
  readonly expires: number;
  readonly files: readonly FdtFile[];
}

/** A table with more files than this is read no further. */
const MOST_FILES = 1000;
const MOST_ATTRIBUTES = 100;

const TAG = /<(?:[\w.-]+:)?(FDT-Instance|File)(\s[^<>]*)?>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_all, entity: string) => ENTITIES[entity] ?? '');
}

/** By hand, because a pattern over text without an end in sight takes quadratic time. */
function attributesOf(tag: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  let at = 0;
  while (out.size < MOST_ATTRIBUTES) {
    const equals = tag.indexOf('=', at);
    if (equals < 0) break;
    const name = tag.slice(at, equals).trim();
    let from = equals + 1;
    while (tag[from] === ' ' || tag[from] === '\n' || tag[from] === '\t' || tag[from] === '\r') from++;
    const quote = tag[from];
    const to = quote === '"' || quote === "'" ? tag.indexOf(quote, from + 1) : -1;
    if (to < 0) break;
    out.set(name.slice(name.indexOf(':') + 1), unescaped(tag.slice(from + 1, to)));
    at = to + 1;
  }
  return out;
}

function number(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : -1;
}

/**
 * What a file delivery table says of its files, for putting them together; undefined when it is none. The tree shows the
 * document by itself: this reads no more than the attributes, and what is no table gives none.
 */
export function readFdt(bytes: Uint8Array): Fdt | undefined {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  let instance: ReadonlyMap<string, string> | undefined;
  const files: FdtFile[] = [];
  for (const [, name, rest = ''] of text.matchAll(TAG)) {
    const attributes = attributesOf(rest);
    if (name === 'FDT-Instance') {
      instance ??= attributes;
      continue;
    }
    if (instance === undefined || files.length >= MOST_FILES) break;
    files.push(fileOf(attributes, instance));
  }
  return instance && { expires: number(instance.get('Expires')), files };
}

function fileOf(file: ReadonlyMap<string, string>, instance: ReadonlyMap<string, string>): FdtFile {
  const get = (name: string) => file.get(name) ?? instance.get(name);
  const encoding = get('Content-Encoding') ?? '';
  const contentLength = number(file.get('Content-Length'));
  const sent = number(file.get('Transfer-Length'));
  const transferLength = sent >= 0 ? sent : encoding === '' ? contentLength : -1;
  const symbolLength = number(get('FEC-OTI-Encoding-Symbol-Length'));
  const blockLength = number(get('FEC-OTI-Maximum-Source-Block-Length'));
  const known = transferLength >= 0 && symbolLength > 0 && blockLength > 0;
  return {
    object: (file.get('TOI') ?? '').trim(),
    location: file.get('Content-Location') ?? '',
    type: get('Content-Type') ?? '',
    encoding,
    contentLength,
    transferLength,
    md5: file.get('Content-MD5') ?? '',
    transmission: known ? { transferLength, symbolLength, blockLength } : undefined,
  };
}
