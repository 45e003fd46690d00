import { restOfGroup } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a user data header follows from the rest of it. */
export function computeUserData(to: Registry): void {
  to.computes('gsm_sms.dis_field_udh.user_data_header_length', restOfGroup()).computes(
    'gsm_sms.dis_field_ud_iei.length',
    restOfGroup(),
  );
}
