import type { ColourRule } from './colour-rule.ts';

/**
 * The rules of an app that nobody has told otherwise. What is wrong and what the app is about get a ground, pale enough for the signs
 * of findings and verdicts to stand out; what carries it gets an ink, and what is mostly passed over steps back.
 */
export const DEFAULT_RULES: readonly ColourRule[] = [
  {
    name: 'Digest mismatch',
    filter: 'dmnoti.digest.verdict == "mismatch"',
    ground: 'pale-red',
    ink: 'red',
    isOn: true,
  },
  { name: 'Finding: error', filter: 'rule.severity == "error"', ground: 'pale-red', ink: 'usual', isOn: true },
  { name: 'Finding: warning', filter: 'rule.severity == "warning"', ground: 'pale-yellow', ink: 'usual', isOn: true },
  { name: 'TCP reset', filter: 'tcp.flags.reset == 1', ground: 'none', ink: 'red', isOn: true },
  {
    name: 'TCP retransmission',
    filter: 'tcp.analysis.retransmission == 1',
    ground: 'none',
    ink: 'brown',
    isOn: true,
  },
  { name: 'DM notification', filter: 'dmnoti', ground: 'pale-indigo', ink: 'usual', isOn: true },
  {
    name: 'Push of another kind',
    filter: 'si || sl || co || emn || prov || ota_settings || pap || wsp.pdu_type in {0x06, 0x07}',
    ground: 'pale-violet',
    ink: 'usual',
    isOn: true,
  },
  { name: 'SMS and SMPP', filter: 'gsm_sms || smpp', ground: 'none', ink: 'teal', isOn: true },
  { name: 'SIP', filter: 'sip', ground: 'none', ink: 'blue', isOn: true },
  { name: 'HTTP', filter: 'http', ground: 'none', ink: 'green', isOn: true },
  { name: 'DNS', filter: 'udp.port == 53 || tcp.port == 53', ground: 'none', ink: 'grey', isOn: true },
  { name: 'TCP without payload', filter: 'tcp.len == 0', ground: 'none', ink: 'grey', isOn: true },
  { name: 'ARP and ICMP', filter: 'arp || icmp || icmpv6', ground: 'none', ink: 'grey', isOn: true },
];
