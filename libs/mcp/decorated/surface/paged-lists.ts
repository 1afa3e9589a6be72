import type {
  ListPromptsResult,
  ListResourcesResult,
  ListResourceTemplatesResult,
  ListToolsResult,
  McpServer,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { cursorAfter, keyOfCursor } from './cursors.ts';
import { pageOf } from './page.ts';
import { registeredHandler } from '../../sdk/registered-handlers.ts';

/** Default number of entries on a page. */
export const DEFAULT_PAGE_SIZE = 1_000;

type Result = ListToolsResult | ListPromptsResult | ListResourcesResult | ListResourceTemplatesResult;
type Entry = { name: string; uri?: string };

// Maps each method to the member of its result that holds the entries. Their key is the URI, or the name.
const LISTS = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
} as const;

type List = keyof typeof LISTS;

// The cursor is checked here, because this error tells the agent what to send instead. The SDK checks the rest.
const LIST_PARAMS = z.looseObject({});

/**
 * Makes a server object serve its lists in pages. The SDK's own handlers still create the lists, so that the entries
 * keep the form that the SDK gives them.
 */
export function pageLists(server: McpServer, size: number): void {
  for (const list of Object.keys(LISTS) as List[]) {
    const whole = registeredHandler(server, list);
    server.server.setRequestHandler(list, { params: LIST_PARAMS }, async (params, context) => {
      const { cursor } = params as { cursor?: unknown };
      const after = cursor === undefined ? undefined : keyOfCursor(list, cursor);
      return onePage(list, (await whole({ method: list, params }, context)) as Result, size, after);
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
