/** A value of a tree. `path` holds the index of each ancestor among its siblings, such as `0/3`. */
export interface TreeNode {
  path: string;
  depth: number;
  /** The name of a member or the index of an item; null for the root and for lines of text. */
  key: string | null;
  value: unknown;
  /** Its position among its siblings, from 1, and their number. */
  at: number;
  of: number;
}

/** A longer string is cut, and can be expanded into its lines. */
const LONG_TEXT = 40;
/** Maximum length of a string that is parsed as JSON. */
const LONGEST_JSON = 4_000_000;

/** What a value expands into. `json`: a string that contains JSON. */
export type NodeKind = 'object' | 'array' | 'json' | 'text' | 'leaf';

/** A line of an expanded string. It cannot be expanded itself. */
export class TextLine {
  constructor(readonly text: string) {}
}

/** Creates the root of a tree. Its children have depth 0. */
export function rootOf(value: unknown): TreeNode {
  return { path: '', depth: -1, key: null, value, at: 1, of: 1 };
}

/** The nodes of one tree. Strings of JSON are parsed once, because rows are computed again with each change. */
export class TreeNodes {
  readonly #parsed = new Map<string, object | undefined>();

  /** Returns what a value expands into. */
  kindOf(value: unknown): NodeKind {
    if (Array.isArray(value)) return value.length > 0 ? 'array' : 'leaf';
    if (value instanceof TextLine || value === null) return 'leaf';
    if (typeof value === 'object') return Object.keys(value).length > 0 ? 'object' : 'leaf';
    if (typeof value !== 'string') return 'leaf';
    if (this.#jsonIn(value) !== undefined) return 'json';
    return value.length > LONG_TEXT || value.includes('\n') ? 'text' : 'leaf';
  }

  /** Returns the children of a node. */
  childrenOf({ path, depth, value }: TreeNode): TreeNode[] {
    const children = this.#entriesOf(value);
    return children.map(([key, child], place) => ({
      path: path === '' ? String(place) : `${path}/${place}`,
      depth: depth + 1,
      key,
      value: child,
      at: place + 1,
      of: children.length,
    }));
  }

  #entriesOf(value: unknown): [string | null, unknown][] {
    switch (this.kindOf(value)) {
      case 'json':
        return this.#entriesOf(this.#jsonIn(value as string));
      case 'text':
        return linesOf(value as string).map((line) => [null, new TextLine(line)]);
      case 'leaf':
        return [];
      default:
        return Object.entries(value as object);
    }
  }

  /** Returns the object or array in a string of JSON; undefined if there is none. */
  #jsonIn(text: string): object | undefined {
    if (text.length < 3 || text.length > LONGEST_JSON || !/^\s*[[{]/.test(text)) return undefined;
    if (!this.#parsed.has(text)) this.#parsed.set(text, parse(text));
    return this.#parsed.get(text);
  }
}

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Splits a string into lines that fit the panel, without splitting a character. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const parts: string[] = [];
    for (let rest = line; ;) {
      if (rest.length <= LONG_TEXT) return [...parts, rest];
      const space = rest.lastIndexOf(' ', LONG_TEXT);
      const cut = space > LONG_TEXT / 2 ? space + 1 : endOfCharacter(rest, LONG_TEXT);
      parts.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
  });
}

function endOfCharacter(text: string, end: number): number {
  return /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') ? end + 1 : end;
}
