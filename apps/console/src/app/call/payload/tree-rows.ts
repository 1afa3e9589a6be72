import { childrenOf, kindOf, rootOf, TextLine, type NodeKind, type TreeNode } from './tree-nodes.ts';

/** A row of a tree that is shown. */
export interface TreeRow extends TreeNode {
  kind: NodeKind;
  isOpen: boolean;
}

/** At first a tree is unfolded as far as this many rows go. */
const FIRST_ROWS = 40;
/** Texts are cut to this many characters. */
const SHOWN_TEXT = 200;

/**
 * The rows that are shown while the values at these paths are unfolded. An object or list is always unfolded, and has no
 * row itself if it is the root.
 */
export function treeRows(value: unknown, opened: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const root = rootOf(value);
  const add = (node: TreeNode): void => {
    const kind = kindOf(node.value);
    const isOpen = kind !== 'leaf' && opened.has(node.path);
    rows.push({ ...node, kind, isOpen });
    if (isOpen) childrenOf(node).forEach(add);
  };
  if (isPlainRoot(value)) childrenOf(root).forEach(add);
  else add(root);
  return rows;
}

/** Whether the root has no row of its own. */
function isPlainRoot(value: unknown): boolean {
  const kind = kindOf(value);
  return kind === 'object' || kind === 'array';
}

/** The paths that are unfolded at first: level by level, as far as there is room. */
export function firstOpened(value: unknown): Set<string> {
  const opened = new Set(['']);
  let level = childrenOf(rootOf(value));
  let rows = level.length;
  while (level.length > 0 && rows <= FIRST_ROWS) {
    const deeper: TreeNode[] = [];
    for (const node of level) {
      if (kindOf(node.value) === 'leaf') continue;
      const children = childrenOf(node);
      rows += children.length;
      if (rows > FIRST_ROWS) return opened;
      opened.add(node.path);
      deeper.push(...children);
    }
    level = deeper;
  }
  return opened;
}

/** The paths of the values whose name or text holds what is searched for, in the order of the rows; at most `limit`. */
export function findInTree(value: unknown, text: string, limit: number): string[] {
  const wanted = text.toLowerCase();
  const found: string[] = [];
  const search = (node: TreeNode): void => {
    if (found.length >= limit) return;
    const isLeaf = kindOf(node.value) === 'leaf';
    const texts = [node.key ?? '', isLeaf ? leafText(node.value) : ''];
    if (texts.some((one) => one.toLowerCase().includes(wanted))) found.push(node.path);
    if (!isLeaf) childrenOf(node).forEach(search);
  };
  search(rootOf(value));
  return found;
}

/** The paths of everything that a value lies within. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('/');
  return path === '' ? [] : ['', ...parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))];
}

/** What a row shows of its value. */
export function valueText({ value, kind, isOpen }: TreeRow): string {
  switch (kind) {
    case 'array':
      return isOpen ? '' : `[ ${(value as unknown[]).length} ]`;
    case 'object':
      return isOpen
        ? ''
        : `{ ${Object.keys(value as object)
            .slice(0, 4)
            .join(', ')} }`;
    case 'json':
      return isOpen ? 'JSON in a text' : cut(value as string);
    case 'text':
      return isOpen ? `text of ${(value as string).length} characters` : `"${cut(value as string)}"`;
    default:
      return leafText(value);
  }
}

function leafText(value: unknown): string {
  if (value instanceof TextLine) return value.text;
  return JSON.stringify(value) ?? String(value);
}

function cut(text: string): string {
  const line = text.slice(0, SHOWN_TEXT).replaceAll(/\s+/g, ' ');
  return text.length > SHOWN_TEXT ? `${line.replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
