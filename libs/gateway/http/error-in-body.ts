import type { IncomingMessage } from 'node:http';
import type { RequestId } from '@modelcontextprotocol/server';
import { isAnswer, type RawMessage } from '#tools';
import { contentOf, drop, readJson } from './read-response.ts';

/** Statuses whose body is not for the agent: credentials are refused, or the URL is another one. */
const OURS = [401, 403];

/**
 * The JSON-RPC error in a response whose status is that of an error, as the answer to a request: some servers leave its id
 * out. Undefined when there is none.
 */
export async function errorInBody(response: IncomingMessage, id: RequestId): Promise<RawMessage | undefined> {
  const { statusCode: status = 0 } = response;
  if (contentOf(response) !== 'json' || status < 400 || OURS.includes(status)) {
    drop(response);
    return undefined;
  }
  const [answer] = await readJson(response, '').catch(() => []);
  if (!answer || !isAnswer(answer.message) || !('error' in answer.message)) return undefined;
  return answer.message.id === id ? answer : answer.withId(id);
}
