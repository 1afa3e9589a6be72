import { childrenOf, kindOf, rootOf, TextLine, type NodeKind, type TreeNode } from './tree-nodes.ts';

/** A visible row of a tree. */
export interface TreeRow extends TreeNode {
  kind: NodeKind;
  isOpen: boolean;
}

/** A tree is initially expanded up to this number of rows. */
const FIRST_ROWS = 40;
/** Strings are cut to this many characters. */
const SHOWN_TEXT = 200;

/**
 * Returns the visible rows if the values at these paths are expanded. A root that is an object or array is always
 * expanded and has no row.
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

/** Returns the paths that are initially expanded: level by level, up to the limit of rows. */
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

/**
 * Returns the paths of the values whose name or text contains the search text, in the order of the rows; at most
 * `limit`.
 */
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

/** Returns the paths of the ancestors of a value. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('/');
  return path === '' ? [] : ['', ...parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))];
}

/** Returns the text that a row shows for its value. */
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
