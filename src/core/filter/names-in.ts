import type { NameRef, Operand, Test } from './typed.ts';

/** Every name that a filter uses. */
export function namesIn(test: Test): NameRef[] {
  const refs: NameRef[] = [];
  visitNames(test, (ref) => refs.push(ref));
  return refs;
}

/** Gives every name that a filter uses; `isPresence` where nothing is asked but whether the packet has it. */
export function visitNames(test: Test, use: (ref: NameRef, isPresence: boolean) => void): void {
  const operand = (of: Operand): void => {
    if (of.kind === 'name') use(of.ref, false);
    else if (of.kind === 'slice' || of.kind === 'negate') operand(of.of);
    else if (of.kind === 'call') of.args.forEach(operand);
    else if (of.kind === 'arithmetic') of.parts.forEach(operand);
  };
  const visit = (of: Test): void => {
    switch (of.kind) {
      case 'or':
      case 'xor':
      case 'and':
        of.parts.forEach(visit);
        break;
      case 'not':
        visit(of.of);
        break;
      case 'compare':
        operand(of.left);
        operand(of.right);
        break;
      case 'matches':
        operand(of.left);
        break;
      case 'in':
        operand(of.value);
        for (const { from, to } of of.set) {
          operand(from);
          if (to !== undefined) operand(to);
        }
        break;
      case 'exists':
        if (of.operand.kind === 'name') use(of.operand.ref, true);
        else operand(of.operand);
        break;
    }
  };
  visit(test);
}
