import { setTimeout as pause } from 'node:timers/promises';
import { takeCommands } from '../../processes/commands.ts';
import { median } from '../../row.ts';
import { KeepAlivePost } from './keep-alive-post.ts';
import {
  initialize,
  initialized,
  legacyCall,
  modernCall,
  TRIVIAL_CALL,
  type Era,
  type RepeatedCall,
  type WrittenRequest,
} from './mcp-requests.ts';

/** What the agents have done. */
export interface AgentCalls {
  calls: number;
  seconds: number;
  /** The median of the durations of calls. */
  p50Ms: number;
}

/** Number of agents that call concurrently, each over a connection of its own. */
const WORKERS = 8;

/** The connections and requests of the workers, by the port of their server. */
const fleets = new Map<number, { post: KeepAlivePost; calls: WrittenRequest[]; answer: string }>();

async function openSession(post: KeepAlivePost): Promise<string> {
  const { headers, status } = await post.send(initialize());
  const sessionId = headers['mcp-session-id'];
  if (typeof sessionId !== 'string') throw new Error(`No session: ${status}`);
  await post.send(initialized(sessionId));
  return sessionId;
}

/** The server to connect to, and what to call there: by default the trivial tool. */
export interface ConnectPlan {
  port: number;
  era: Era;
  call?: RepeatedCall;
}

async function connect({ port, era, call = TRIVIAL_CALL }: ConnectPlan): Promise<void> {
  const post = new KeepAlivePost(port, WORKERS);
  const calls: WrittenRequest[] = [];
  for (let worker = 0; worker < WORKERS; worker += 1)
    calls.push(era === 'legacy' ? legacyCall(await openSession(post), call) : modernCall(call));
  fleets.set(port, { post, calls, answer: call.answer });
}

/** What the agents are to do: call for `ms` milliseconds, and pause for about `pauseMs` milliseconds after each call. */
export interface CallPlan {
  port: number;
  ms: number;
  pauseMs?: number;
}

async function call({ port, ms, pauseMs = 0 }: CallPlan): Promise<AgentCalls> {
  const fleet = fleets.get(port);
  if (!fleet) throw new Error('Nobody is connected to that server');
  const begun = performance.now();
  const durations: number[] = [];
  const work = async (request: WrittenRequest): Promise<void> => {
    while (performance.now() - begun < ms) {
      // Of different lengths, so that the agents do not call all at once.
      if (pauseMs > 0) await pause(pauseMs * (0.5 + Math.random()));
      const sent = performance.now();
      const { status, text } = await fleet.post.send(request);
      if (status !== 200 || !text.includes(fleet.answer)) throw new Error(`Answered ${status}: ${text}`);
      durations.push(performance.now() - sent);
    }
  };
  await Promise.all(fleet.calls.map(work));
  const seconds = (performance.now() - begun) / 1_000;
  return { calls: durations.length, seconds, p50Ms: median(durations) };
}

async function openSessions({ port, count }: { port: number; count: number }): Promise<void> {
  const post = new KeepAlivePost(port, WORKERS);
  let left = count;
  const open = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await openSession(post);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, open));
}

takeCommands({ connect, call, openSessions });
