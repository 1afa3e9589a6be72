import { rootOf, TextLine, TreeNodes, type NodeKind, type TreeNode } from './tree-nodes.ts';

/** A visible row of a tree. */
export interface TreeRow extends TreeNode {
  kind: NodeKind;
  isOpen: boolean;
}

/** A tree is initially expanded up to this number of rows. */
const FIRST_ROWS = 40;
/** Strings are cut to this many characters. */
const SHOWN_TEXT = 200;

/** A value as a tree. A root that is an object or array is always expanded and has no row. */
export class ValueTree {
  readonly #nodes = new TreeNodes();
  readonly #root: TreeNode;

  constructor(value: unknown) {
    this.#root = rootOf(value);
  }

  /** Whether there is anything to expand. */
  get folds(): boolean {
    return this.#nodes.kindOf(this.#root.value) !== 'leaf';
  }

  /** Returns the visible rows if the values at these paths are expanded. */
  rows(opened: ReadonlySet<string>): TreeRow[] {
    const rows: TreeRow[] = [];
    const add = (node: TreeNode): void => {
      const kind = this.#nodes.kindOf(node.value);
      const isOpen = kind !== 'leaf' && opened.has(node.path);
      rows.push({ ...node, kind, isOpen });
      if (isOpen) this.#nodes.childrenOf(node).forEach(add);
    };
    if (this.#hasPlainRoot()) this.#nodes.childrenOf(this.#root).forEach(add);
    else add(this.#root);
    return rows;
  }

  /** Returns the paths that are initially expanded: level by level, up to the limit of rows. */
  firstOpened(): Set<string> {
    const opened = new Set(['']);
    let level = this.#nodes.childrenOf(this.#root);
    let rows = level.length;
    while (level.length > 0 && rows <= FIRST_ROWS) {
      const branches = level.filter(({ value }) => this.#nodes.kindOf(value) !== 'leaf');
      const deeper: TreeNode[] = [];
      for (const branch of branches) {
        const children = this.#nodes.childrenOf(branch);
        rows += children.length;
        if (rows > FIRST_ROWS) return opened;
        opened.add(branch.path);
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
  find(text: string, limit: number): string[] {
    const wanted = text.toLowerCase();
    const found: string[] = [];
    const search = (node: TreeNode): void => {
      if (found.length >= limit) return;
      const isLeaf = this.#nodes.kindOf(node.value) === 'leaf';
      const texts = [node.key ?? '', isLeaf ? leafText(node.value) : ''];
      if (texts.some((one) => one.toLowerCase().includes(wanted))) found.push(node.path);
      if (!isLeaf) this.#nodes.childrenOf(node).forEach(search);
    };
    search(this.#root);
    return found;
  }

  /** Whether the root has no row of its own. */
  #hasPlainRoot(): boolean {
    const kind = this.#nodes.kindOf(this.#root.value);
    return kind === 'object' || kind === 'array';
  }
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
