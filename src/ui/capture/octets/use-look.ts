import { useEffect, useMemo, useState } from 'react';
import { messageOf } from '../../../core/base/message-of.ts';
import type { Api, LookAnswer, LookWish } from '../../../worker/api.ts';
import type { Remote } from '../../../worker/rpc.ts';
import { newest } from '../../state/newest.ts';

type Looking = Pick<Remote<Api>, 'takeOctets' | 'lookAtOctets'>;

/** The newest answer, and the wish that it is of. */
export interface Look {
  readonly wish: LookWish;
  readonly answer: LookAnswer;
}

/** Hands octets to the worker for as long as they are looked at, and asks for what is in view, the newest wish first. */
export function useLook(
  engine: () => Looking,
  bytes: Uint8Array,
  wish: LookWish | undefined,
): { readonly look: Look | undefined; readonly fault: string | undefined } {
  const [look, setLook] = useState<Look>();
  const [fault, setFault] = useState<string>();
  // An engine that was started again has no octets: they are handed over where they are missed.
  const asking = useMemo(() => {
    let isTaken = false;
    return newest<LookWish>(async (asked) => {
      try {
        let answer = isTaken ? await engine().lookAtOctets(asked) : undefined;
        if (answer === undefined) {
          await engine().takeOctets(bytes);
          isTaken = true;
          answer = await engine().lookAtOctets(asked);
        }
        setFault(undefined);
        if (answer !== undefined) setLook({ wish: asked, answer });
      } catch (error) {
        setFault(messageOf(error));
      }
    });
  }, [engine, bytes]);
  useEffect(() => {
    if (wish !== undefined) asking.run(wish);
  }, [asking, wish]);
  useEffect(
    () => () => {
      engine()
        .takeOctets(undefined)
        .catch(() => undefined);
    },
    [engine],
  );
  return { look, fault };
}
