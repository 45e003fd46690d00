import { namesIn, visitNames } from './names-in.ts';
import type { Test } from './typed.ts';
import { NO, YES } from './verdict.ts';

/** True for the filter name of rows that contents answer; `isPresence` where nothing is asked but whether there are such rows. */
export type IsContent = (row: string, isPresence: boolean) => boolean;

/** A test as two: one that contents of packets answer, and what is asked beside it. */
export interface ContentPart {
  /** What the filter says where the part beside it has the verdict `neutral`. */
  readonly content: Test;
  readonly beside: Test | undefined;
  readonly neutral: typeof YES | typeof NO;
  /** The answer of `content` that is the filter's, whatever the part beside it says. */
  readonly decisive: boolean;
}

/**
 * Parts a test whose names of contents stand beside others: `frame.len > 100 && dmnoti.ui_mode == 2`. Undefined when it has
 * no names of contents, or joins both kinds in another way than by one "and" or "or".
 */
export function contentPart(test: Test, isContent: IsContent): ContentPart | undefined {
  if (test.kind === 'not') {
    const part = contentPart(test.of, isContent);
    return part && { ...part, content: { kind: 'not', of: part.content }, decisive: !part.decisive };
  }
  const whole = { content: test, beside: undefined, neutral: YES, decisive: false } as const;
  if (isAll(test, isContent)) return whole;
  if (test.kind !== 'and' && test.kind !== 'or') return undefined;
  const content: Test[] = [];
  const beside: Test[] = [];
  for (const part of test.parts) (isAll(part, isContent) ? content : beside).push(part);
  if (content.length === 0 || beside.some((part) => hasAny(part, isContent))) return undefined;
  const { kind } = test;
  return {
    content: { kind, parts: content },
    beside: { kind, parts: beside },
    neutral: kind === 'and' ? YES : NO,
    decisive: kind === 'or',
  };
}

function isAll(test: Test, isContent: IsContent): boolean {
  let names = 0;
  let isOnly = true;
  visitNames(test, ({ info }, isPresence) => {
    names++;
    if (info.source.from !== 'rows' || !isContent(info.source.row, isPresence)) isOnly = false;
  });
  return names > 0 && isOnly;
}

/** True when a test asks for what columns never tell: they mostly do whether a protocol is there. */
function hasAny(test: Test, isContent: IsContent): boolean {
  return namesIn(test).some(({ info }) => info.source.from === 'rows' && isContent(info.source.row, false));
}
