import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { RawMessage, type MessageOrigin } from '#tools';
import { resultOf } from './answers.ts';
import { withinDeadline, type Member } from './member.ts';
import { prefixedName } from './prefixed-name.ts';

/** The member of the result that holds the list, by method. */
export const LISTS = new Map([
  ['tools/list', 'tools'],
  ['prompts/list', 'prompts'],
  ['resources/list', 'resources'],
  ['resources/templates/list', 'resourceTemplates'],
]);

/** Lists whose entries are called by their names, which need the prefix of their upstream. */
const NAMED = new Set(['tools/list', 'prompts/list']);

/** Maximum number of pages of an upstream: a list that goes on for ever must not keep the others waiting. */
const MAX_PAGES = 100;

/** An entry of a list. */
export type Entry = Record<string, unknown> & { name?: string; uri?: string; uriTemplate?: string };

/**
 * The entries of a list of every member that answers in time, in the order of the members. `note` learns whose an entry is,
 * with the member's own name for it.
 */
export async function mergedList(
  members: readonly Member[],
  request: JSONRPCRequest,
  origin: MessageOrigin | undefined,
  note: (member: Member, entry: Entry) => void,
): Promise<Entry[]> {
  const lists = await Promise.all(
    members.map(async (member) => {
      const entries = (await withinDeadline(entriesOf(member, request, origin))) ?? [];
      for (const entry of entries) note(member, entry);
      return entries.map((entry) => listedBy(member, entry, request.method));
    }),
  );
  return lists.flat();
}

async function entriesOf(
  member: Member,
  request: JSONRPCRequest,
  origin: MessageOrigin | undefined,
): Promise<Entry[]> {
  if (!(await member.hasLists())) return [];
  const entries: Entry[] = [];
  let cursor: unknown;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { cursor: _, ...params } = request.params ?? {};
    const asked = {
      ...request,
      id: page === 1 ? request.id : `${request.id}/${page}`,
      params: cursor === undefined ? params : { ...params, cursor },
    } as JSONRPCRequest;
    const result = resultOf(await member.ask(RawMessage.of(asked), origin));
    const list = result?.[LISTS.get(request.method) ?? ''];
    if (Array.isArray(list)) entries.push(...(list as Entry[]));
    cursor = result?.['nextCursor'];
    if (cursor === undefined) break;
  }
  return entries;
}

function listedBy({ name: upstream }: Member, entry: Entry, method: string): Entry {
  if (!NAMED.has(method) || typeof entry.name !== 'string') return entry;
  return { ...entry, name: prefixedName(upstream, entry.name) };
}
