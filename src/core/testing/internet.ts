import { Registry } from '../dissect/registry.ts';
import { register as arp } from '../protocols/arp/arp.ts';
import { register as data } from '../protocols/data/data.ts';
import { register as ethernet } from '../protocols/ethernet/ethernet.ts';
import { register as exportedPdu } from '../protocols/exported-pdu/exported-pdu.ts';
import { register as frame } from '../protocols/frame/frame.ts';
import { register as icmp } from '../protocols/icmp/icmp.ts';
import { register as icmpv6 } from '../protocols/icmpv6/icmpv6.ts';
import { register as ipv4 } from '../protocols/ipv4/ipv4.ts';
import { register as ipv6 } from '../protocols/ipv6/ipv6.ts';
import { register as llc } from '../protocols/llc/llc.ts';
import { register as nullLoopback } from '../protocols/null-loopback/null-loopback.ts';
import { register as ppp } from '../protocols/ppp/ppp.ts';
import { register as pppoe } from '../protocols/pppoe/pppoe.ts';
import { register as rawIp } from '../protocols/raw-ip/raw-ip.ts';
import { register as sll } from '../protocols/sll/sll.ts';
import { register as tcp } from '../protocols/tcp/tcp.ts';
import { register as udp } from '../protocols/udp/udp.ts';
import { register as vlan } from '../protocols/vlan/vlan.ts';

/** A registry with the link layers and internet protocols alone, for tests. */
export function internetRegistry(): Registry {
  const registry = new Registry();
  const all = [frame, data, ethernet, vlan, llc, nullLoopback, ppp, pppoe, rawIp, sll, exportedPdu];
  for (const register of [...all, arp, ipv4, ipv6, icmp, icmpv6, udp, tcp]) register(registry);
  return registry;
}
