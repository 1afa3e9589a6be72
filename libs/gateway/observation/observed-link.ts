import type {
  JSONRPCMessage,
  JSONRPCRequest,
  JSONRPCResponse,
  RequestId,
} from '@modelcontextprotocol/server';
import { answerFacts } from '#mcp';
import { cancellationOf, isAnswer, isRequest, type RawMessage } from '#tools';
import { answerFault } from '../link/answers.ts';
import { acknowledgedId } from '../link/stream-of-changes.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';
import { AskedRequests } from './asked-requests.ts';
import { SentRequest } from './sent-request.ts';
import { SentRequests } from './sent-requests.ts';
import type { UpstreamObservation } from './upstream-observation.ts';
import type { ObservedUpstream, UpstreamDestination, UpstreamEnd } from './upstream-tracer.ts';

const CANCELLED: UpstreamEnd = { outcome: 'cancelled' };

/**
 * A link of a transport whose requests are observed, in both directions. Messages pass as they are, but for the context of
 * their spans.
 */
export class ObservedLink implements UpstreamLink, LinkListener, ObservedUpstream {
  readonly #sent = new SentRequests();
  readonly #asked: AskedRequests;
  #session: { startedAt: number; protocolVersion: string | undefined } | undefined;
  #link: UpstreamLink | undefined;

  private constructor(
    readonly destination: UpstreamDestination,
    private readonly listener: LinkListener,
    private readonly observation: UpstreamObservation,
  ) {
    this.#asked = new AskedRequests(this, observation);
  }

  /** Opens a link. A process outlives the request for which it is started, so it is part of none. */
  static async open(
    to: UpstreamDestination,
    listener: LinkListener,
    observation: UpstreamObservation,
    open: (listener: LinkListener) => Promise<UpstreamLink>,
  ): Promise<UpstreamLink> {
    const link = new ObservedLink(to, listener, observation);
    link.#link = await observation.apart(() => open(link));
    return link;
  }

  get sessionId(): string | undefined {
    return this.#link?.sessionId;
  }

  get protocolVersion(): string | undefined {
    return this.#session?.protocolVersion;
  }

  async send(raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message)) return this.#request(raw, message, headers);
    const cancelled = cancellationOf(message);
    if (cancelled)
      this.#sent.end(this.#sent.of(cancelled.requestId), { ...CANCELLED, error: cancelled.reason });
    else if (isAnswer(message)) this.#asked.end(message.id, answerFacts(raw));
    await this.#link?.send(raw, headers);
  }

  async close(): Promise<void> {
    this.#ended(CANCELLED);
    await this.#link?.close();
  }

  message(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    const { message } = raw;
    if (isAnswer(message)) return this.#answered(raw, message, relatedTo);
    if (isRequest(message)) return this.#wasAsked(raw, message, relatedTo);
    this.#notified(message);
    return this.listener.message(raw, relatedTo);
  }

  closed(fault?: UpstreamFault): void {
    this.#ended(faultEnd(fault ?? new UpstreamFault('EXITED', 'It has ended the connection.')), fault);
    this.observation.apart(() => this.listener.closed(fault));
  }

  away(fault: UpstreamFault): void {
    this.observation.apart(() => this.listener.away?.(fault));
  }

  back(): void {
    this.observation.apart(() => this.listener.back?.());
  }

  async #request(raw: RawMessage, message: JSONRPCRequest, headers?: MessageHeaders): Promise<void> {
    const request = new SentRequest(message, this, this.observation);
    this.#sent.add(request);
    try {
      await request.run(() => this.#link?.send(request.stated(raw), headers));
    } catch (error) {
      // A link rejects with nothing else.
      this.#sent.end(request, faultEnd(error as UpstreamFault));
      throw error;
    }
  }

  #answered(raw: RawMessage, answer: JSONRPCResponse, relatedTo?: RequestId): void | Promise<void> {
    const request = this.#sent.of(answer.id);
    if (!request) return this.listener.message(raw, relatedTo);
    if (request.message.method === 'initialize') this.#begun(request, answer);
    this.#sent.end(request, this.#endOf(request, raw, answer));
    return request.around(() => this.listener.message(raw, relatedTo));
  }

  #wasAsked(raw: RawMessage, message: JSONRPCRequest, relatedTo?: RequestId): void | Promise<void> {
    // A process does not say to which request its own belongs. Where several wait, none is better than a wrong one.
    const during = this.destination.address ? this.#sent.of(relatedTo) : this.#sent.only;
    const begin = () => this.#asked.begin(message);
    const span = during ? during.run(begin) : this.observation.apart(begin);
    const pass = () => this.listener.message(raw, relatedTo);
    return span ? span.run(pass) : pass();
  }

  #notified(message: JSONRPCMessage): void {
    const cancelled = cancellationOf(message);
    if (cancelled) this.#asked.end(cancelled.requestId, CANCELLED);
    // A stream may stay open for hours, and its span would not be exported until then.
    else this.#sent.end(this.#sent.of(acknowledgedId(message)), { outcome: 'result' });
  }

  #begun({ startedAt }: SentRequest, answer: JSONRPCResponse): void {
    if (!('result' in answer)) return;
    const { protocolVersion: version } = (answer.result ?? {}) as { protocolVersion?: unknown };
    this.#session = { startedAt, protocolVersion: typeof version === 'string' ? version : undefined };
  }

  #endOf({ message }: SentRequest, raw: RawMessage, answer: JSONRPCResponse): UpstreamEnd {
    const fault = answerFault(answer);
    if (fault !== undefined) return { outcome: 'error', fault: 'NOT_MCP', error: fault };
    const { sessionId } = this;
    const hasBegun = message.method === 'initialize' && sessionId !== undefined;
    return { ...answerFacts(raw), ...(hasBegun && { sessionId }) };
  }

  /** Ends everything that is open. */
  #ended(end: UpstreamEnd, fault?: UpstreamFault): void {
    this.#sent.endAll(end);
    this.#asked.endAll(CANCELLED);
    const session = this.#session;
    if (!session) return;
    this.#session = undefined;
    const durationMs = performance.now() - session.startedAt;
    const upstream = this.destination;
    this.observation.sessionEnded({ upstream, durationMs, ...(fault && { fault: fault.code }) });
  }
}

function faultEnd({ code, message }: UpstreamFault): UpstreamEnd {
  return { outcome: 'error', fault: code, error: message };
}
