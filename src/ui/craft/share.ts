import { copyText } from '../capture/details/copy-text.ts';
import { MAX_LINK, type PacketLink, writePacketLink } from '../state/packet-link.ts';
import { counted } from '../widgets/signs.ts';

type Say = (text: string) => void;

export async function copyWhole(text: string, what: string, say: Say): Promise<void> {
  say((await copyText(text)) ? `Copied: ${what}` : `The browser refused to copy ${what}`);
}

/** Start layer of a description as `describeBytes` takes it; undefined where octets alone do not say enough. */
export function startOfDescription(text: string): string | undefined {
  let start: unknown;
  try {
    start = (JSON.parse(text) as { readonly start?: unknown } | undefined)?.start;
  } catch {
    return undefined;
  }
  if (typeof start === 'string') return start;
  if (typeof start !== 'object' || start === null || !('link' in start)) return undefined;
  return typeof start.link === 'number' ? `link:${start.link}` : undefined;
}

/** Puts the address of one packet on the clipboard; says so, or why there is none. */
export async function copyLink(link: PacketLink, page: string, say: Say): Promise<void> {
  const address = page.replace(/#.*$/, '') + writePacketLink(link);
  if (address.length > MAX_LINK) {
    say(
      `Too long for a link: ${counted(link.bytes.length, 'octet')} make ${counted(address.length, 'character')}, and ${counted(MAX_LINK, 'character')} are safe. Export the packet instead`,
    );
    return;
  }
  await copyWhole(address, `link to the packet, ${counted(address.length, 'character')}`, say);
}
