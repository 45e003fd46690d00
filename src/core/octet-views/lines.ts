/** Octets from `start` to before `end` as one line, or as a part of one that is too long. */
export interface OctetLine {
  /** Octets that it shows; none where it only frames others. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Characters from `from` to before `to` of a line. */
export interface LineMark {
  readonly from: number;
  readonly to: number;
}

/** What does not fit the charset. */
export interface Misfits {
  readonly count: number;
  /** Octet of the first. */
  readonly first: number;
}

/** Octets laid out in lines. Lines are made when they are asked for. */
export interface OctetLines {
  readonly count: number;
  readonly misfits: Misfits | undefined;
  line(index: number): OctetLine;
  /** The line that shows an octet. */
  lineOf(octet: number): number;
  /** Where octets `from` to `to` stand in the line's text, as far as it shows them. */
  marks(index: number, from: number, to: number): readonly LineMark[];
}
