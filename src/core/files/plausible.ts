/** Most octets a captured packet has, whatever the link: tcpdump's and Wireshark's largest snapshot. */
const MOST_OCTETS = 262_144;
const MOST_USB_OCTETS = 128 * 1024 * 1024;

/** Link types whose packets are larger than a network's: USB transfers, D-Bus messages, EBHSCR records. */
const LARGER: ReadonlyMap<number, number> = new Map([
  [186, MOST_USB_OCTETS],
  [189, MOST_USB_OCTETS],
  [220, MOST_USB_OCTETS],
  [231, MOST_USB_OCTETS],
  [249, MOST_USB_OCTETS],
  [266, MOST_USB_OCTETS],
  [279, 8 * 1024 * 1024],
]);

/** Most octets that a record of this link type may claim before its length is taken for damage. */
export function mostOctets(linkType: number): number {
  return LARGER.get(linkType) ?? MOST_OCTETS;
}
