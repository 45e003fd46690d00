/*
 * Bits of the octet that says of a row what is shown of it beside its colour where it is one line high.
 */

/** Its packet has a finding of severity error. */
export const LINE_ERROR = 1;
/** The user has marked its packet. */
export const LINE_MARKED = 2;
