import type { FollowLine } from '../follow-views.ts';
import type { Said } from './said.ts';

/** The line of a piece without octets. @param written how the form writes what is no octet of it */
export function notice(said: Said, piece: number, written: (text: string) => string): FollowLine {
  const packet = said.packet(piece);
  const text =
    said.kind(piece) === 'opening'
      ? 'Another connection between the same ends'
      : said.sizeOf(piece) === 1
        ? '1 octet is missing in the capture'
        : `${said.sizeOf(piece)} octets are missing in the capture`;
  return { side: undefined, label: '', spans: [{ packet, text: written(text) }] };
}
