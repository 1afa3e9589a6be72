import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import type { SessionId } from '#contract';
import { elementsOf, findMember } from './json-slices.ts';
import { isAnswer } from './messages.ts';
import type { Era, Offer } from './offer.ts';
import { OfferSilent } from './offer-silent.ts';
import { RawMessage } from './raw-message.ts';

/** The revision in which the list is asked for: it takes one request, and no session. */
const REVISION = '2026-07-28';
const CLIENT = { name: 'crowsnest', version: '1' };
/** Maximum time for the answer to a page of the list, in milliseconds. */
const DEADLINE_MS = 10_000;

/** What an offer lists: the JSON of each tool, in the order of the list. */
export interface ListedDefinitions {
  definitions: string[];
  /** Whether there are no further tools. */
  complete: boolean;
}

/**
 * Lists at most `limit` tools of an offer as an agent of a tenant does, through the same port. Rejects with
 * {@link OfferSilent}.
 */
export async function listDefinitions(
  offer: Offer,
  tenantId: string,
  limit: number,
): Promise<ListedDefinitions> {
  const definitions = new Set<string>();
  let cursor: string | undefined;
  // A page without other tools is the last one: a list that goes on for ever must not keep anybody waiting.
  for (let isLast = false; !isLast && definitions.size <= limit;) {
    const page = readPage(await askForPage(offer, tenantId, cursor));
    const { size } = definitions;
    for (const definition of page.definitions) definitions.add(definition);
    cursor = page.nextCursor;
    isLast = cursor === undefined || definitions.size === size;
  }
  const complete = cursor === undefined && definitions.size <= limit;
  return { definitions: [...definitions].slice(0, limit), complete };
}

async function askForPage(offer: Offer, tenantId: string, cursor: string | undefined): Promise<RawMessage> {
  const answered = Promise.withResolvers<RawMessage>();
  const opened = await offer.open({
    era: 'modern',
    sessionId: '' as SessionId,
    tenantId,
    principalId: '',
    client: CLIENT,
    send: async (message) => {
      if (isAnswer(message.message)) answered.resolve(message);
    },
  });
  const silence = setTimeout(
    () => answered.reject(new OfferSilent('The tools were not listed in time')),
    DEADLINE_MS,
  );
  try {
    opened.receive(RawMessage.of(requestFor(cursor)));
    return await answered.promise;
  } finally {
    clearTimeout(silence);
    opened.close();
  }
}

function requestFor(cursor: string | undefined): JSONRPCMessage {
  const _meta = {
    [PROTOCOL_VERSION_META_KEY]: REVISION,
    [CLIENT_INFO_META_KEY]: CLIENT,
    [CLIENT_CAPABILITIES_META_KEY]: {},
  };
  const params = cursor === undefined ? { _meta } : { _meta, cursor };
  return { jsonrpc: '2.0', id: 1, method: 'tools/list', params };
}

function readPage(answer: RawMessage): ToolPage {
  const page = toolsOfPage(answer, 'modern');
  if (!page) throw new OfferSilent('The request for the tools was answered with an error');
  return page;
}

/** A page of a list: the JSON of each tool, and what leads to the next page. */
export interface ToolPage {
  definitions: string[];
  nextCursor: string | undefined;
}

/** Reads the answer to a request for a page, in an era; undefined if it has no list. */
export function toolsOfPage({ text }: RawMessage, era: Era): ToolPage | undefined {
  const list = findMember(text, ['result', 'tools']);
  if (!list || text[list.start] !== '[') return undefined;
  const json = text.slice(list.start, list.end);
  const definitions = elementsOf(json).map(({ start, end }) => json.slice(start, end));
  const cursor = findMember(text, ['result', 'nextCursor']);
  const next: unknown = cursor && JSON.parse(text.slice(cursor.start, cursor.end));
  return { definitions, nextCursor: nextCursorIn(next, era) };
}

/**
 * What leads to the next page, if there is one. Some servers write null where there is none. An empty text is a cursor in
 * revision 2026-07-28, and in the older era it is what servers write at the end.
 */
export function nextCursorIn(nextCursor: unknown, era: Era): string | undefined {
  if (typeof nextCursor !== 'string') return undefined;
  return nextCursor === '' && era === 'legacy' ? undefined : nextCursor;
}
