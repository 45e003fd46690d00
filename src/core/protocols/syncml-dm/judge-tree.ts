import { childOf, descend, type Element, localName, walk } from '../../dissect/markup.ts';
import type { Subject } from '../../dissect/vocabulary.ts';
import { DM } from './rules-dm.ts';

const COMMAND = '(Add|Delete|Exec|Get|Replace)';
const SERVER = '(\\*|[^=&*+\\s]+)';
const ENTRY = `${COMMAND}=${SERVER}(\\+${SERVER})*`;
const ACL = new RegExp(`^${ENTRY}(&${ENTRY})*$`);

/** True for an access control list, and for the empty one, which the parent's stands for. */
export function isAcl(text: string): boolean {
  return text.length < 4096 && (text === '' || ACL.test(text));
}

type Judged = Pick<Subject, 'find'>;

/** Judges a serialised management tree. */
export function judgeTree({ find }: Judged, tree: Element): void {
  const version = childOf(tree, 'VerDTD');
  if (version !== undefined && version.text.trim() !== '1.2') {
    find(DM['DM-018'], `VerDTD is "${version.text.trim()}"; it should be 1.2`, version);
  }
  let bare = 0;
  let first: Element | undefined;
  let left = MOST_FINDINGS;
  walk(tree, (element) => {
    const name = localName(element.name);
    if (name === 'ACL' && !isAcl(element.text.trim()) && left-- > 0) {
      find(
        DM['DM-013'],
        `"${element.text.trim().slice(0, 200)}" is no access control list; Add=*&Get=a+b would be one`,
        element,
      );
    }
    const described = childOf(element, 'DFProperties') !== undefined;
    if (name === 'Node' && !described && descend(element, 'RTProperties', 'Type') === undefined) {
      first ??= element;
      bare++;
    }
  });
  if (first !== undefined) {
    find(DM['DM-022'], `${bare} ${bare === 1 ? 'node says' : 'nodes say'} no type`, {
      start: first.start,
      end: first.start + 8,
    });
  }
}

const MOST_FINDINGS = 20;

/** Path of every node of a tree: names joined by `/`, `Path` before them. */
export function pathsOf(tree: Element): ReadonlySet<string> {
  const paths = new Set<string>();
  walk(tree, (element, around) => {
    if (localName(element.name) !== 'Node' || paths.size > MOST_PATHS) return;
    const nodes = [...around, element].filter(({ name }) => localName(name) === 'Node');
    const names = nodes.flatMap((node) => {
      const own = childOf(node, 'NodeName')?.text.trim() ?? '';
      const path = childOf(node, 'Path')?.text.trim() ?? '';
      return [...path.split('/'), own].filter((part) => part !== '' && part !== '.');
    });
    paths.add(names.join('/'));
  });
  return paths;
}

const MOST_PATHS = 5000;
