import type { Field } from '../../codec/field.ts';
import { f } from './fields.ts';

/** A field of an element: its width in bits, or the octets that are left; or bits that stand under a row of their own. */
export type ElementPart =
  | { readonly field: Field; readonly bits: number }
  | { readonly field: Field; readonly rest: true }
  | { readonly group: Field; readonly parts: readonly { readonly field: Field; readonly bits: number }[] };

export interface ElementForm {
  /** Shortest and longest data, in octets. */
  readonly min: number;
  readonly max: number;
  readonly parts: readonly ElementPart[];
}

const fixed = (octets: number, ...parts: readonly ElementPart[]): ElementForm => ({ min: octets, max: octets, parts });
const octet = (field: Field) => ({ field, bits: 8 });
const MAX_OCTETS = 255;

/** Elements of TS 23.040 9.2.3.24 whose data have fields; the data of others are shown as octets. */
export const ELEMENTS: ReadonlyMap<number, ElementForm> = new Map([
  [0x00, fixed(3, octet(f.reference), octet(f.total), octet(f.number))],
  [
    0x01,
    fixed(
      2,
      { field: f.stored, bits: 1 },
      { field: f.profile, bits: 2 },
      { field: f.extendedIndication, bits: 3 },
      { field: f.indication, bits: 2 },
      octet(f.messageCount),
    ),
  ],
  [0x04, fixed(2, octet(f.destinationPort8), octet(f.originatorPort8))],
  [0x05, fixed(4, { field: f.destinationPort, bits: 16 }, { field: f.originatorPort, bits: 16 })],
  [
    0x06,
    fixed(1, {
      group: f.statusReport,
      parts: [
        { field: f.reportHeader, bits: 1 },
        { field: f.reportActive, bits: 1 },
        { field: f.reportReserved, bits: 2 },
        { field: f.reportTemporary, bits: 1 },
        { field: f.reportGivenUp, bits: 1 },
        { field: f.reportPermanent, bits: 1 },
        { field: f.reportCompleted, bits: 1 },
      ],
    }),
  ],
  [0x07, fixed(1, octet(f.headerSource))],
  [0x08, fixed(4, { field: f.reference, bits: 16 }, octet(f.total), octet(f.number))],
  [
    0x0a,
    {
      min: 3,
      max: 4,
      parts: [
        octet(f.formatStart),
        octet(f.formatLength),
        {
          group: f.formatMode,
          parts: [
            { field: f.strikethrough, bits: 1 },
            { field: f.underlined, bits: 1 },
            { field: f.italic, bits: 1 },
            { field: f.bold, bits: 1 },
            { field: f.fontSize, bits: 2 },
            { field: f.alignment, bits: 2 },
          ],
        },
        { field: f.background, bits: 4 },
        { field: f.foreground, bits: 4 },
      ],
    },
  ],
  [0x0b, fixed(2, octet(f.soundPosition), octet(f.sound))],
  [0x0c, { min: 1, max: 129, parts: [octet(f.userSoundPosition), { field: f.userSound, rest: true }] }],
  [0x0d, fixed(2, octet(f.animationPosition), octet(f.animation))],
  [0x0e, fixed(129, octet(f.largeAnimationPosition), { field: f.largeAnimation, rest: true })],
  [0x0f, fixed(33, octet(f.smallAnimationPosition), { field: f.smallAnimation, rest: true })],
  [0x10, fixed(129, octet(f.largePicturePosition), { field: f.largePicture, rest: true })],
  [0x11, fixed(33, octet(f.smallPicturePosition), { field: f.smallPicture, rest: true })],
  [
    0x12,
    {
      min: 3,
      max: MAX_OCTETS,
      parts: [
        octet(f.picturePosition),
        octet(f.pictureWidth),
        octet(f.pictureHeight),
        { field: f.picture, rest: true },
      ],
    },
  ],
  [0x13, fixed(1, octet(f.promptObjects))],
  [0x20, fixed(1, octet(f.mailHeader))],
  [0x24, fixed(1, octet(f.singleShift))],
  [0x25, fixed(1, octet(f.lockingShift))],
]);
