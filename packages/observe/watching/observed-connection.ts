import { cancelled, NO_JSON, outcomeOf } from './answer.ts';
import { clientOfInitialize, progressTokenOf } from './client-facts.ts';
import { keyOfId, membersOf, messagesOf, type Message } from './message.ts';
import { ObservedCall } from './observed-call.ts';
import type { ObservedSession } from './observed-session.ts';
import { payloadOf } from './payload.ts';
import type { SessionPool } from './session-pool.ts';

/** How the connection of a server tells its session. */
export interface ConnectionFacts {
  /** The `Mcp-Session-Id` once there is one. */
  sessionId: () => string | undefined;
  /** Whether the connection is a session of the protocol even without such an id, as it is over stdio. */
  isSession: boolean;
}

interface Running {
  call: ObservedCall;
  progressKey: string | undefined;
}

/**
 * One connection of a server, message by message. It looks at what passes, changes nothing, and never throws. The same
 * message may come by twice, where others have wrapped the transport too: it counts once.
 */
export class ObservedConnection {
  #session: ObservedSession | undefined;
  #initialize: { key: string; params: unknown } | undefined;
  readonly #running = new Map<string, Running>();
  /** The calls that want to be told of progress, by their tokens. */
  readonly #byToken = new Map<string, ObservedCall>();

  constructor(
    private readonly sessions: SessionPool,
    private readonly facts: ConnectionFacts,
    private readonly sendsPayloads: boolean,
  ) {}

  /** Looks at what the client has sent. */
  received(sent: unknown): void {
    this.#quietly(() => messagesOf(sent).forEach((message) => this.#receivedOne(message)));
  }

  /** Looks at what the server sends. */
  sent(sent: unknown): void {
    this.#quietly(() => messagesOf(sent).forEach((message) => this.#sentOne(message)));
  }

  /** Ends what runs, and the session. */
  closed(reason: 'client' | 'shutdown' = 'client'): void {
    this.#quietly(() => {
      for (const { call } of this.#running.values()) call.end(cancelled('The connection was closed'));
      this.#running.clear();
      this.#byToken.clear();
      if (this.#session) this.sessions.close(this.#session, reason);
      this.#session = undefined;
    });
  }

  #receivedOne({ id, method, params }: Message): void {
    this.#session?.touch();
    const key = keyOfId(id);
    if (method === 'initialize' && key !== undefined) this.#initialize = { key, params };
    else if (method === 'tools/call' && key !== undefined) this.#begin(key, params);
    else if (method === 'notifications/cancelled') this.#cancel(params);
  }

  #sentOne(message: Message): void {
    const { id, method, params } = message;
    if (method === 'notifications/progress') return this.#progress(params);
    const key = keyOfId(id);
    if (method !== undefined || key === undefined) return;
    if (key === this.#initialize?.key) this.#open(message);
    else this.#answer(key, message);
  }

  #open({ result }: Message): void {
    const params = this.#initialize?.params;
    this.#initialize = undefined;
    const id = this.facts.sessionId();
    if (result === undefined || (id === undefined && !this.facts.isSession)) return;
    if (this.#session) this.sessions.close(this.#session, 'client');
    this.#session = this.sessions.add(clientOfInitialize(params, result), id);
  }

  /** A client may call before its `initialize` is answered. */
  #sessionOf(params: unknown): ObservedSession {
    if (!this.#session && this.facts.isSession && this.#initialize) {
      this.#session = this.sessions.add(clientOfInitialize(this.#initialize.params, undefined));
      this.#initialize = undefined;
    }
    return this.#session ?? this.sessions.derivedFor(params);
  }

  #begin(key: string, params: unknown): void {
    if (this.#running.has(key)) return;
    const call = ObservedCall.begin(this.#sessionOf(params), params, this.sendsPayloads);
    if (!call) return;
    const progressKey = keyOfId(progressTokenOf(params));
    this.#running.set(key, { call, progressKey });
    if (progressKey !== undefined) this.#byToken.set(progressKey, call);
  }

  #answer(key: string, message: Message): void {
    const call = this.#take(key);
    if (!call) return;
    if (message.result === undefined) return call.end(outcomeOf(message));
    const result = payloadOf(message.result, this.sendsPayloads);
    // Such an answer cannot be sent, and the client will never have it.
    const outcome = result ? outcomeOf(message) : NO_JSON;
    if (outcome.type === 'tool:done' && outcome.data.outcome) call.asked(message.result);
    call.end(outcome, result);
  }

  #cancel(params: unknown): void {
    const { requestId, reason } = membersOf(params);
    const key = keyOfId(requestId);
    if (key === undefined) return;
    const why = typeof reason === 'string' && reason !== '' ? reason : 'Cancelled by the client';
    this.#take(key)?.end(cancelled(why));
  }

  #progress(params: unknown): void {
    const key = keyOfId(membersOf(params)['progressToken']);
    if (key !== undefined) this.#byToken.get(key)?.progress(params);
  }

  #take(key: string): ObservedCall | undefined {
    const running = this.#running.get(key);
    this.#running.delete(key);
    if (running?.progressKey !== undefined) this.#byToken.delete(running.progressKey);
    return running?.call;
  }

  #quietly(look: () => void): void {
    try {
      look();
    } catch {
      // Whatever cannot be observed passes all the same.
    }
  }
}
