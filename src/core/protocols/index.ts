import { Registry } from '../dissect/registry.ts';
import { register as alc } from './alc/alc.ts';
import { register as arp } from './arp/arp.ts';
import { register as bthciAcl } from './bthci-acl/bthci-acl.ts';
import { register as btl2cap } from './btl2cap/btl2cap.ts';
import { register as btrfcomm } from './btrfcomm/btrfcomm.ts';
import { register as cdmaWdp } from './cdma-wdp/cdma-wdp.ts';
import { register as channel } from './channel/channel.ts';
import { register as co } from './co/co.ts';
import { register as data } from './data/data.ts';
import { register as dmNotification } from './dm-notification/dm-notification.ts';
import { register as drmRights } from './drm-rights/drm-rights.ts';
import { register as emn } from './emn/emn.ts';
import { register as ethernet } from './ethernet/ethernet.ts';
import { register as exportedPdu } from './exported-pdu/exported-pdu.ts';
import { register as frame } from './frame/frame.ts';
import { register as gsmCbs } from './gsm-cbs/cbs.ts';
import { register as gsmCpRp } from './gsm-cp-rp/cp.ts';
import { register as gsmSms } from './gsm-sms/gsm-sms.ts';
import { register as gsmSmsUserData } from './gsm-sms-ud/user-data.ts';
import { register as gsmtap } from './gsmtap/gsmtap.ts';
import { register as hciH4 } from './hci-h4/hci-h4.ts';
import { register as http } from './http/http.ts';
import { register as icmp } from './icmp/icmp.ts';
import { register as icmpv6 } from './icmpv6/icmpv6.ts';
import { register as ipv4 } from './ipv4/ipv4.ts';
import { register as ipv6 } from './ipv6/ipv6.ts';
import { register as irlap } from './irlap/irlap.ts';
import { register as irlmp } from './irlmp/irlmp.ts';
import { register as json } from './json/json.ts';
import { register as lapdm } from './lapdm/lapdm.ts';
import { register as llc } from './llc/llc.ts';
import { register as mimeMultipart } from './mime-multipart/mime-multipart.ts';
import { register as mms } from './mms/mms.ts';
import { register as msrp } from './msrp/msrp.ts';
import { register as mtp2 } from './mtp2/mtp2.ts';
import { register as mtp3 } from './mtp3/mtp3.ts';
import { register as nullLoopback } from './null-loopback/null-loopback.ts';
import { register as obex } from './obex/obex.ts';
import { register as omaCp } from './oma-cp/oma-cp.ts';
import { register as otaSettings } from './ota-settings/ota-settings.ts';
import { register as pap } from './pap/pap.ts';
import { register as ppp } from './ppp/ppp.ts';
import { register as pppoe } from './pppoe/pppoe.ts';
import { register as rawIp } from './raw-ip/raw-ip.ts';
import { register as sccp } from './sccp/sccp.ts';
import { register as sdp } from './sdp/sdp.ts';
import { register as si } from './si/si.ts';
import { register as sip } from './sip/sip.ts';
import { register as sl } from './sl/sl.ts';
import { register as sll } from './sll/sll.ts';
import { register as smpp } from './smpp/smpp.ts';
import { register as syncmlDm } from './syncml-dm/syncml-dm.ts';
import { register as tcap } from './tcap/tcap.ts';
import { register as tcp } from './tcp/tcp.ts';
import { register as tinytp } from './tinytp/tinytp.ts';
import { register as udp } from './udp/udp.ts';
import { register as vlan } from './vlan/vlan.ts';
import { register as wbxml } from './wbxml/wbxml.ts';
import { register as wml } from './wml/wml.ts';
import { register as wsp } from './wsp/wsp.ts';
import { register as wtls } from './wtls/wtls.ts';
import { register as wtp } from './wtp/wtp.ts';
import { register as xml } from './xml/xml.ts';

/** The only list of protocols. */
const PROTOCOLS: readonly ((to: Registry) => void)[] = [
  frame,
  data,
  ethernet,
  vlan,
  llc,
  ppp,
  pppoe,
  nullLoopback,
  rawIp,
  sll,
  exportedPdu,
  arp,
  ipv4,
  ipv6,
  icmp,
  icmpv6,
  udp,
  tcp,
  http,
  mimeMultipart,
  sip,
  sdp,
  msrp,
  pap,
  json,
  wsp,
  wtp,
  wtls,
  dmNotification,
  obex,
  alc,
  hciH4,
  bthciAcl,
  btl2cap,
  btrfcomm,
  irlap,
  irlmp,
  tinytp,
  wbxml,
  xml,
  si,
  sl,
  co,
  emn,
  omaCp,
  otaSettings,
  drmRights,
  mms,
  wml,
  channel,
  syncmlDm,
  gsmSmsUserData,
  gsmSms,
  gsmCpRp,
  lapdm,
  gsmtap,
  smpp,
  gsmCbs,
  cdmaWdp,
  mtp2,
  mtp3,
  sccp,
  tcap,
];

/** A registry with every protocol. */
export function createRegistry(): Registry {
  const registry = new Registry();
  for (const register of PROTOCOLS) register(registry);
  return registry;
}
