/** How what was said is written. */
export type FollowForm = 'ascii' | 'utf8' | 'dump' | 'hex' | 'c' | 'yaml';

/** What is shown of it: one end's octets, or both in the order in which they were said. */
export type FollowSide = 0 | 1 | 'both';

/** What two ends have said to each other; sent again while more of it is read. */
export interface FollowView {
  /** Of what was asked last; answers about another one are of the past. */
  readonly id: number;
  readonly layer: 'tcp' | 'udp';
  /** Addresses with ports (`10.0.0.1:80`, `[fd00::1]:80`); the one that sent the first packet comes first. */
  readonly ends: readonly [string, string];
  /** Octets by end, as far as the capture has them, and how many it lacks. */
  readonly octets: readonly [number, number];
  readonly missing: readonly [number, number];
  /** Octets that came more than once: they are shown once. */
  readonly repeated: number;
  /** How often another end began to speak. */
  readonly turns: number;
  /** Packets of the conversation that were read. */
  readonly packets: number;
  /** Packets of the capture that were looked at, and how many there are. */
  readonly looked: number;
  readonly total: number;
  /** `full` when no more octets are kept at once: what follows is seen from a later packet on. */
  readonly phase: 'reading' | 'complete' | 'stopped' | 'full';
  /** Index of the packet that comes next, where it is full. */
  readonly next: number | undefined;
  /** Why it was stopped, where that was not wished: the file cannot be read any more. */
  readonly fault: string | undefined;
}

/** Octets of a line that one packet brought, as text. */
export interface FollowSpan {
  /** Index of the packet. */
  readonly packet: number;
  readonly text: string;
}

/** A line of what was said; without a side it says what the capture lacks, or belongs to the form. */
export interface FollowLine {
  readonly side: 0 | 1 | undefined;
  /** Offset in what the end has said, where the form has one. */
  readonly label: string;
  readonly spans: readonly FollowSpan[];
}

/** Lines `from` and on, of `count`. */
export interface FollowLines {
  readonly id: number;
  readonly from: number;
  readonly count: number;
  readonly lines: readonly FollowLine[];
}

/** Calls about what two ends have said; part of the api between page and worker. Lines are counted from 0. */
export interface FollowApi {
  /**
   * Begins to read what the ends of a packet have said to each other, in place of what was followed before.
   * @param isFromHere true to leave out what was said before the packet
   * @returns undefined when the packet belongs to no conversation over TCP or UDP
   */
  follow(packet: number, isFromHere: boolean): FollowView | undefined;
  /** How far it is; undefined when nothing is followed. */
  followed(): FollowView | undefined;
  /** Ends reading and keeps what is there. */
  stopFollowing(): void;
  /** Ends reading and forgets what is there. */
  leaveFollowed(): void;
  followLines(form: FollowForm, side: FollowSide, from: number, count: number): FollowLines | undefined;
  /**
   * The next line behind line `from` (before it, backwards) whose text holds `text`, letters large or small; once around. A new search
   * gives up the one before; undefined where there is none.
   */
  findInFollowed(form: FollowForm, side: FollowSide, text: string, from: number, direction: 1 | -1): number | undefined;
  /** The first line with octets of packet `packet`; undefined when it has brought none. */
  followedLineOf(form: FollowForm, side: FollowSide, packet: number): number | undefined;
  /** All of it as text. */
  followedText(form: FollowForm, side: FollowSide): string;
  /** All of it as it was said. */
  followedOctets(side: FollowSide): Uint8Array;
}
