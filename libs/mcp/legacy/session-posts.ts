import { SUPPORTED_PROTOCOL_VERSIONS, type JSONRPCMessage } from '@modelcontextprotocol/server';

/** The maximum number of messages in one body. */
const MAX_BATCH = 100;

/** The first revision whose clients know an event that only begins a stream. */
const RESUMABLE_SINCE = '2025-11-25';

/** A client may ask for a revision that nobody knows: it is not taken to know what later ones have. */
export function isResumable(revision: string): boolean {
  return revision >= RESUMABLE_SINCE && SUPPORTED_PROTOCOL_VERSIONS.includes(revision);
}

/** What is wrong with a body for a session that has begun; undefined when nothing is. */
export function faultOf(body: unknown): string | undefined {
  const messages = (Array.isArray(body) ? body : [body]) as (JSONRPCMessage | null)[];
  if (messages.length > MAX_BATCH) return `A batch may hold at most ${MAX_BATCH} messages`;
  if (messages.some((message) => typeof message !== 'object' || message === null))
    return 'A message must be a JSON object';
  const begins = messages.some((message) => (message as { method?: unknown }).method === 'initialize');
  return begins ? 'The session has begun already: "initialize" may not be sent in it' : undefined;
}
