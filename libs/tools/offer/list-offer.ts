import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import { MAX_TOOLS_LISTED, type OfferedTool, type SessionId } from '#contract';
import { cutText } from '#redaction';
import { elementsOf, findMember } from './json-slices.ts';
import { isAnswer } from './messages.ts';
import type { Offer } from './offer.ts';
import { RawMessage } from './raw-message.ts';

/** The revision in which the list is asked for: it takes one request, and no session. */
const REVISION = '2026-07-28';
const CLIENT = { name: 'crowsnest', version: '1' };
/** Maximum time for the answer to a page of the list, in milliseconds. */
const DEADLINE_MS = 10_000;
/** Descriptions are cut to this many characters. */
const LONGEST_DESCRIPTION = 500;

/** What an offer lists. */
export interface ListedOffer {
  tools: OfferedTool[];
  /** Whether there are no further tools. */
  complete: boolean;
}

/** What answers behind the endpoint did not list its tools. */
export class OfferSilent extends Error {
  override readonly name = 'OfferSilent';
  readonly code = 'OFFER_SILENT';
}

/**
 * Lists the tools of an offer as an agent of a tenant does, through the same port, so that the sizes are those that
 * agents get. Rejects with {@link OfferSilent}.
 */
export async function listOffer(offer: Offer, tenantId: string): Promise<ListedOffer> {
  const tools: OfferedTool[] = [];
  let cursor: string | undefined;
  // A page without tools is the last one: a list that goes on for ever must not keep an admin waiting.
  for (let isLast = false; !isLast && tools.length <= MAX_TOOLS_LISTED;) {
    const page = readPage(await askForPage(offer, tenantId, cursor));
    tools.push(...page.tools);
    cursor = page.nextCursor;
    isLast = cursor === undefined || page.tools.length === 0;
  }
  const complete = cursor === undefined && tools.length <= MAX_TOOLS_LISTED;
  return { tools: tools.slice(0, MAX_TOOLS_LISTED), complete };
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

function readPage({ text }: RawMessage): { tools: OfferedTool[]; nextCursor: string | undefined } {
  const list = findMember(text, ['result', 'tools']);
  if (!list) throw new OfferSilent('The request for the tools was answered with an error');
  const json = text.slice(list.start, list.end);
  const tools = elementsOf(json).map(({ start, end }) => toolOf(json.slice(start, end)));
  const cursor = findMember(text, ['result', 'nextCursor']);
  return { tools, nextCursor: cursor && (JSON.parse(text.slice(cursor.start, cursor.end)) as string) };
}

function toolOf(json: string): OfferedTool {
  const { name, title, description } = JSON.parse(json) as Omit<OfferedTool, 'definitionBytes'>;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description: cutText(description, LONGEST_DESCRIPTION) }),
    definitionBytes: Buffer.byteLength(json),
  };
}
