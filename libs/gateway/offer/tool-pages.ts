import { toolsOfPage, type Era, type RawMessage } from '#tools';

/** Lists that are read page by page; beyond these the oldest is forgotten. */
const MAX_LISTS = 100;
/** A list that is longer is not put together. */
const MAX_TOOLS = 10_000;

/** A tool of a list: its name, and its definition as the upstream has written it. */
export interface ListedTool {
  /** Empty if it has none. */
  name: string;
  json: string;
}

/**
 * Puts lists of tools together from their pages. Each page may come by another request, so what was listed is kept by the
 * cursor that leads on.
 */
export class ToolPages {
  readonly #begun = new Map<string, readonly ListedTool[]>();

  /** Takes the answer to a request for the page at a cursor. Returns the whole list if this was its last page. */
  take(answer: RawMessage, cursor: unknown, era: Era): readonly ListedTool[] | undefined {
    const before = typeof cursor === 'string' ? this.#begun.get(cursor) : [];
    const page = toolsOfPage(answer, era);
    if (!before || !page) return undefined;
    const tools = [...before, ...page.definitions.map(listedTool)];
    if (page.nextCursor === undefined) return tools;
    this.#begun.delete(page.nextCursor);
    if (tools.length <= MAX_TOOLS) this.#begun.set(page.nextCursor, tools);
    const [oldest] = this.#begun.keys();
    if (oldest !== undefined && this.#begun.size > MAX_LISTS) this.#begun.delete(oldest);
    return undefined;
  }
}

function listedTool(json: string): ListedTool {
  const tool = JSON.parse(json) as { name?: unknown } | null;
  return { name: typeof tool?.name === 'string' ? tool.name : '', json };
}
