import type {
  ListPromptsResult,
  ListResourcesResult,
  ListResourceTemplatesResult,
  ListToolsResult,
  McpServer,
  ServerContext,
} from '@modelcontextprotocol/server';
import { cursorAfter, keyOfCursor } from './cursors.ts';
import { pageOf } from './page.ts';

/** How many entries a page holds where the options do not say. */
export const DEFAULT_PAGE_SIZE = 1_000;

type Result = ListToolsResult | ListPromptsResult | ListResourcesResult | ListResourceTemplatesResult;
type Entry = { name: string; uri?: string };

// The member of each result that holds its entries. What tells these apart is the URI, or the name.
const LISTS = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
} as const;

type List = keyof typeof LISTS;
type ListHandler = (request: { params?: { cursor?: unknown } }, context: ServerContext) => Promise<Result>;

/**
 * Has a server object tell its lists page by page. The SDK's own handlers go on making the lists, so that what
 * agents read of an entry stays theirs; they tell them whole and heed no cursor.
 */
export function pageLists({ server }: McpServer, size: number): void {
  // There is no public way to a handler that is registered, and to set another checks the request twice.
  const { _requestHandlers: handlers } = server as unknown as { _requestHandlers: Map<string, ListHandler> };
  for (const list of Object.keys(LISTS) as List[]) {
    const whole = handlers.get(list);
    if (!whole) throw new Error(`The SDK serves no ${list}`);
    handlers.set(list, async (request, context) => {
      const cursor = request.params?.cursor;
      const after = cursor === undefined ? undefined : keyOfCursor(list, cursor);
      return onePage(list, await whole(request, context), size, after);
    });
  }
}

function onePage(list: List, result: Result, size: number, after: string | undefined): Result {
  const member = LISTS[list];
  const all = (result as unknown as Record<string, Entry[]>)[member] ?? [];
  const { entries, endsAt } = pageOf(all, ({ uri, name }) => uri ?? name, size, after);
  const nextCursor = endsAt === undefined ? {} : { nextCursor: cursorAfter(list, endsAt) };
  return { ...result, [member]: entries, ...nextCursor };
}
