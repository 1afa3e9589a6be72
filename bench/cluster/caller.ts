import { KeepAlivePost } from '../mcp/load/keep-alive-post.ts';
import { TRIVIAL_CALL, initialize, initialized, legacyCall } from '../mcp/load/mcp-requests.ts';
import { takeCommands } from '../processes/commands.ts';
import { median } from '../row.ts';

/** Calls at one instance, over one connection. */
export interface CallsAt {
  port: number;
  sessionId: string;
  count: number;
}

const posts = new Map<number, KeepAlivePost>();

function postTo(port: number): KeepAlivePost {
  const post = posts.get(port) ?? new KeepAlivePost(port, 1);
  posts.set(port, post);
  return post;
}

async function beginSession(port: number): Promise<string> {
  const { headers, status } = await postTo(port).send(initialize());
  const sessionId = headers['mcp-session-id'];
  if (typeof sessionId !== 'string') throw new Error(`No session: ${status}`);
  await postTo(port).send(initialized(sessionId));
  return sessionId;
}

/** Calls one after the other; returns the median in milliseconds. */
async function callOneByOne({ port, sessionId, count }: CallsAt): Promise<number> {
  const call = legacyCall(sessionId);
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const begun = performance.now();
    const { status, text } = await postTo(port).send(call);
    times.push(performance.now() - begun);
    if (status !== 200 || !text.includes(TRIVIAL_CALL.answer)) throw new Error(`Answered ${status}: ${text}`);
  }
  return median(times);
}

takeCommands({ beginSession, callOneByOne });
