import { setTimeout as pause } from 'node:timers/promises';
import { callRequest, initializeRequest, modernRequest } from '../agents/raw-mcp.ts';
import { KEYS } from '../cluster/cluster-application.ts';
import type { Random } from '../environment/random.ts';
import { readAnswer, type Received } from './read-answer.ts';

const CALLS: [string, Record<string, unknown>][] = [
  ['get_current_weather', { city: 'Oslo' }],
  ['get_current_weather', { city: 'Nowhere' }],
  ['get_current_weather', {}],
  ['search_knowledge_base', { query: 'stream' }],
  ['missing', {}],
];
const SLOW_CALL: [string, Record<string, unknown>] = ['index_document', { title: 'Log', text: 'Water.' }];
/** One call in this many takes seconds. */
const SLOW = 60;
/** Milliseconds between two calls of an agent. */
const PACE_MS = 25;
/** Milliseconds after a failure. */
const RETRY_MS = 250;
/** Number of times that a broken stream is resumed. */
const RESUMPTIONS = 20;
const ACCEPT = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };

/** An agent of either era whose requests each arrive at a random instance, as behind a load balancer. */
export class HoppingAgent {
  readonly counts = { calls: 0, answered: 0, failed: 0, resumed: 0, sessions: 0 };
  /** Number of calls that failed, by status; `none` if there was no response, `cut` if it broke off. */
  readonly failures: Record<string, number> = {};
  readonly faults: string[] = [];
  /** The call that it waits for. */
  waitsFor: string | undefined;
  #sessionId: string | undefined;

  constructor(
    readonly name: string,
    private readonly era: 'legacy' | 'modern',
    private readonly tenant: keyof typeof KEYS,
    private readonly random: Random,
    /** The instances that its load balancer offers. */
    private readonly origins: () => readonly string[],
  ) {}

  /** Makes one call after the other until the signal aborts; the last one ends by itself. */
  async work(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const [tool, args] = this.random.below(SLOW) === 0 ? SLOW_CALL : this.random.pick(CALLS);
      const end = await this.call(tool, args);
      await pause(end === 'answered' ? PACE_MS : RETRY_MS);
    }
  }

  /** Makes a call; resolves once it has an answer, or an error that an agent notices. */
  async call(tool: string, args: Record<string, unknown>): Promise<'answered' | 'failed' | 'no session'> {
    if (this.era === 'legacy' && !(await this.#hasSession())) return 'no session';
    this.counts.calls += 1;
    this.waitsFor = `${tool}, its call ${this.counts.calls}`;
    const end = await (this.era === 'legacy'
      ? this.#callInSession(tool, args)
      : this.#callModern(tool, args));
    this.waitsFor = undefined;
    this.counts[end] += 1;
    return end;
  }

  async #callModern(name: string, args: object): Promise<'answered' | 'failed'> {
    const client = { name: this.name, version: '1.0.0' };
    const { headers, body } = modernRequest('tools/call', { name, arguments: args }, { client });
    return this.#judge(await this.#send('POST', headers, body));
  }

  async #callInSession(name: string, args: object): Promise<'answered' | 'failed'> {
    const id = this.counts.calls + 1;
    let received = await this.#send('POST', this.#inSession, callRequest(name, args, id));
    for (let left = RESUMPTIONS; left > 0 && received?.lastEventId && !received.answer; left -= 1) {
      this.counts.resumed += 1;
      const headers = {
        ...this.#inSession,
        'last-event-id': received.lastEventId,
        accept: 'text/event-stream',
      };
      const resumed = await this.#send('GET', headers);
      if (resumed) received = { ...resumed, lastEventId: resumed.lastEventId ?? received.lastEventId };
      else await pause(RETRY_MS);
    }
    if (received?.status === 404) this.#sessionId = undefined;
    return this.#judge(received);
  }

  async #hasSession(): Promise<boolean> {
    if (this.#sessionId !== undefined) return true;
    const received = await this.#send('POST', {}, initializeRequest('2025-11-25', this.name));
    if (received?.answer && received.sessionId !== null) {
      this.#sessionId = received.sessionId;
      this.counts.sessions += 1;
    }
    return this.#sessionId !== undefined;
  }

  get #inSession(): Record<string, string> {
    return { 'mcp-session-id': this.#sessionId ?? '', 'mcp-protocol-version': '2025-11-25' };
  }

  /** Sends a request to a random instance; undefined if it does not respond. */
  #send(method: string, headers: Record<string, string>, body?: object): Promise<Received | undefined> {
    const origin = this.random.pick(this.origins());
    const authorization = `Bearer ${KEYS[this.tenant]}`;
    const init = { method, headers: { ...ACCEPT, authorization, ...headers } };
    return readAnswer(`${origin}/mcp`, { ...init, ...(body && { body: JSON.stringify(body) }) }).catch(
      () => undefined,
    );
  }

  /** A stream that ends as if it were whole, and brings no answer, leaves its agent waiting. */
  #judge(received: Received | undefined): 'answered' | 'failed' {
    if (received?.status === 200 && !received.answer && !received.isCut)
      this.faults.push(`${this.name} got no answer to ${this.waitsFor}: ${JSON.stringify(received)}`);
    if (received?.status === 200 && received.answer) return 'answered';
    const failure = received?.isCut ? 'cut' : String(received?.status ?? 'none');
    this.failures[failure] = (this.failures[failure] ?? 0) + 1;
    return 'failed';
  }
}
