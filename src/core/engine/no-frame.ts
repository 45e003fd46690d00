import type { FrameInfo } from '../dissect/context.ts';

/** The record of no packet, for those of whose rows none tells of it. */
export const NO_FRAME: FrameInfo = {
  number: 1,
  seconds: 0,
  nanos: 0,
  captured: 0,
  original: 0,
  start: { table: 'layer', key: '' },
  interfaceIndex: 0,
  interfaceName: undefined,
  linkName: '',
  comments: [],
  direction: 0,
  checksumNotReady: false,
  fcsOctets: undefined,
};
