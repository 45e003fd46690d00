import type { Codec } from '../../codec/codec.ts';
import { alertDs12 } from './ds12.ts';
import type { NotificationFormat } from './formats.ts';
import { notification12 } from './v12.ts';
import { notification13 } from './v13.ts';
import { notification20 } from './v20.ts';

// The drafts of the formats differ, so whoever picks a codec by name has to know that the draft is of that format.
const CODECS: Readonly<Record<NotificationFormat, Codec<unknown, never>>> = {
  'dm-1.2': notification12,
  'dm-1.3': notification13,
  'dm-2.0': notification20,
  'ds-1.2': alertDs12,
};

/** Reads and writes whole messages of a format. A draft may leave out version, counts, lengths, deltas and the digest. */
export function messageCodec(format: NotificationFormat): Codec<unknown, never> {
  return CODECS[format];
}
