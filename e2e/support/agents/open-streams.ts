import { AgentStream } from './agent-stream.ts';
import { beginSession, modernRequest } from './raw-mcp.ts';

/** A session of an agent, and what it has open: the stream of the session, and one of the revision that has no sessions. */
export interface OpenStreams {
  sessionId: string;
  streams: AgentStream[];
}

/** Opens both kinds of streams, as the agent with a key or an access token. */
export async function openStreams(origin: string, token: string): Promise<OpenStreams> {
  const authorization = { authorization: `Bearer ${token}` };
  const headers = { accept: 'application/json, text/event-stream', ...authorization };
  const sessionId = await beginSession(origin, authorization);
  const listen = modernRequest('subscriptions/listen', { notifications: {} }, { headers });
  const post = {
    method: 'POST',
    body: JSON.stringify(listen.body),
    headers: { ...listen.headers, 'content-type': 'application/json' },
  };
  const get = { headers: { ...headers, 'mcp-session-id': sessionId } };
  const streams = [await AgentStream.open(origin, get), await AgentStream.open(origin, post)];
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
  return { sessionId, streams };
}
