import type { IncomingMessage } from 'node:http';
import type { RequestId } from '@modelcontextprotocol/server';
import { isAnswer, RawMessage } from '#tools';
import { contentOf, drop, readBody } from './read-response.ts';

/** Statuses whose body is not for the agent: credentials are refused, or the URL is another one. */
const OURS = [401, 403];

/** What the body of a response says whose status is that of an error. */
export interface RefusalBody {
  /** The JSON-RPC error in it, as the answer to the request: some servers leave its id out. */
  error?: RawMessage;
  /** Whether it names the session, and not the request. */
  isAboutSession: boolean;
}

/** Reads the body of a refusal. One that cannot be read says nothing. */
export async function readRefusal(response: IncomingMessage, id: RequestId): Promise<RefusalBody> {
  const { statusCode: status = 0 } = response;
  const isJson = contentOf(response) === 'json';
  if (status < 400 || OURS.includes(status) || !(isJson || status === 400)) {
    drop(response);
    return { isAboutSession: false };
  }
  const body = await readBody(response, '').catch(() => Buffer.alloc(0));
  const error = isJson ? errorIn(body) : undefined;
  const isOfRequest = error !== undefined && idOf(error) === id;
  return {
    ...(error && { error: isOfRequest ? error : error.withId(id) }),
    isAboutSession: !isOfRequest && /\bsession\b/i.test(body.toString()),
  };
}

function idOf({ message }: RawMessage): RequestId | undefined {
  return 'id' in message ? message.id : undefined;
}

function errorIn(body: Buffer): RawMessage | undefined {
  try {
    const [answer] = RawMessage.ofBody(JSON.parse(body.toString()), body);
    return answer && isAnswer(answer.message) && 'error' in answer.message ? answer : undefined;
  } catch {
    return undefined;
  }
}
