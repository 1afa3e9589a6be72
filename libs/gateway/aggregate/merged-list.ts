import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { nextCursorIn, RawMessage, type MessageOrigin } from '#tools';
import { isObject } from '../link/messages.ts';
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

/** Maximum number of pages of an upstream: a list without an end must not keep the others waiting. */
const MAX_PAGES = 100;

/** An entry of a list, as the upstream has written it. */
export type Entry = Record<string, unknown>;

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
  const entries = new Map<unknown, Entry>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { cursor: _, ...params } = request.params ?? {};
    const asked = {
      ...request,
      id: page === 1 ? request.id : `${request.id}/${page}`,
      params: cursor === undefined ? params : { ...params, cursor },
    } as JSONRPCRequest;
    const result = resultOf(await member.ask(RawMessage.of(asked), origin));
    for (const entry of entriesIn(result?.[LISTS.get(request.method) ?? '']))
      entries.set(keyOf(entry, request.method), entry);
    cursor = nextCursorIn(result?.['nextCursor'], member.era);
    // An upstream that ignores the cursor gives the same again.
    if (cursor === undefined || cursors.has(cursor)) break;
    cursors.add(cursor);
  }
  return [...entries.values()];
}

/** An upstream may list anything. */
function entriesIn(list: unknown): Entry[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** What tells an entry apart from the others of its list. */
function keyOf(entry: Entry, method: string): unknown {
  return (NAMED.has(method) ? entry['name'] : (entry['uri'] ?? entry['uriTemplate'])) ?? entry;
}

function listedBy({ name: upstream }: Member, entry: Entry, method: string): Entry {
  const { name } = entry;
  if (!NAMED.has(method) || typeof name !== 'string') return entry;
  return { ...entry, name: prefixedName(upstream, name) };
}
