import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { RequestId } from '@modelcontextprotocol/server';
import { isRequest, type RawMessage } from '#tools';
import { isAnswerTo } from '../link/answers.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';
import type { HttpRequests } from './http-requests.ts';
import { keepListening, openStream, pauseBefore, readFrom, type StreamPosition } from './listen-stream.ts';
import { lostConnection } from './request-fault.ts';
import { contentOf, drop, readJson } from './read-response.ts';
import { readRefusal } from './refusal-body.ts';
import { faultOfResponse, notMcp, sessionExpired } from './response-fault.ts';

const ACCEPT = 'application/json, text/event-stream';

/** Maximum time for the end of a session at the upstream, in milliseconds. */
const END_MS = 2_000;

/** How often a stream that broke before its answer is continued. */
const MAX_RESUMPTIONS = 5;

/** A session of an upstream over HTTP, in a revision up to 2025-11-25. */
export class LegacyHttpLink implements UpstreamLink {
  readonly #closing = new AbortController();
  #sessionId: string | undefined;
  #protocolVersion: string | undefined;
  /** Those that the agent sent last. */
  #headers: MessageHeaders = {};

  constructor(
    private readonly requests: HttpRequests,
    private readonly listener: LinkListener,
  ) {
    // Every request in flight listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  async send(raw: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    const { message } = raw;
    this.#headers = headers;
    const isInSession = this.#sessionId !== undefined;
    const response = await this.requests.send({
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: ACCEPT, ...this.#sessionHeaders() },
      body: raw.text,
      signal: this.#closing.signal,
    });
    if ((response.statusCode ?? 0) >= 300) return this.#refused(raw, response, isInSession);
    if (!isRequest(message)) drop(response);
    else if (message.method === 'initialize') await this.#begin(response, message.id);
    else await this.#read(response, message.id);
    if ('method' in message && message.method === 'notifications/initialized') this.#listen();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const sessionId = this.#sessionId;
    if (sessionId === undefined) return;
    this.#sessionId = undefined;
    const headers = { ...this.#sessionHeaders(), 'mcp-session-id': sessionId };
    const signal = AbortSignal.timeout(END_MS);
    // An upstream that is away has no session to end.
    await this.requests.send({ method: 'DELETE', headers, signal }).then(drop, () => undefined);
  }

  #sessionHeaders(): MessageHeaders {
    return {
      ...this.#headers,
      ...(this.#sessionId !== undefined && { 'mcp-session-id': this.#sessionId }),
      ...(this.#protocolVersion !== undefined && { 'mcp-protocol-version': this.#protocolVersion }),
    };
  }

  async #begin(response: IncomingMessage, id: RequestId): Promise<void> {
    const sessionId = response.headers['mcp-session-id'];
    if (typeof sessionId === 'string') this.#sessionId = sessionId;
    await this.#read(response, id, ({ message }) => {
      const { result } = message as { result?: { protocolVersion?: unknown } };
      if (typeof result?.protocolVersion === 'string') this.#protocolVersion = result.protocolVersion;
    });
  }

  #listen(): void {
    const { requests, listener } = this;
    const source = { requests, headers: () => this.#sessionHeaders(), signal: this.#closing.signal };
    void keepListening(source, {
      message: (message) => listener.message(message),
      away: (fault) => listener.away?.(fault),
      back: () => listener.back?.(),
      expired: (fault) => {
        this.#sessionId = undefined;
        listener.closed(fault);
      },
    });
  }

  /** Passes on what the response to a request contains, up to the answer. Continues a stream that broke before it. */
  async #read(
    response: IncomingMessage,
    id: RequestId,
    onAnswer: (answer: RawMessage) => void = () => undefined,
  ): Promise<void> {
    let isAnswered = false;
    const pass = (message: RawMessage): void | Promise<void> => {
      if (isAnswerTo(id, message.message)) {
        isAnswered = true;
        onAnswer(message);
      }
      return this.listener.message(message, id);
    };
    switch (contentOf(response)) {
      case 'json':
        for (const message of await readJson(response, this.requests.target)) await pass(message);
        break;
      case 'stream':
        await this.#readStream(response, pass, () => isAnswered);
        break;
      case 'other':
        drop(response);
        throw notMcp(
          this.requests.target,
          `it answered with ${response.headers['content-type'] ?? 'no content'}`,
        );
    }
    if (!isAnswered && !this.#closing.signal.aborted) throw lostConnection(this.requests.target);
  }

  async #readStream(
    first: IncomingMessage,
    pass: (message: RawMessage) => void | Promise<void>,
    isAnswered: () => boolean,
  ): Promise<void> {
    const { requests } = this;
    const { signal } = this.#closing;
    const position: StreamPosition = {};
    let response: IncomingMessage | undefined = first;
    for (let resumed = 0; resumed <= MAX_RESUMPTIONS; resumed += 1) {
      try {
        if (response) await readFrom(response, requests.target, position, pass);
      } catch (error) {
        // It says what the stream held, and not that it broke.
        if (error instanceof UpstreamFault) throw error;
      }
      if (isAnswered() || position.lastEventId === undefined || signal.aborted) return;
      await pauseBefore(resumed, position, signal);
      response = await openStream(
        { requests, headers: () => this.#sessionHeaders(), signal },
        position,
      ).catch(() => undefined);
    }
  }

  /** An upstream that refuses a message has not carried it out. */
  async #refused({ message }: RawMessage, response: IncomingMessage, isInSession: boolean): Promise<void> {
    const { target } = this.requests;
    if (!isRequest(message)) {
      drop(response);
      if (response.statusCode === 404 && isInSession) throw sessionExpired(target);
      throw faultOfResponse(response, target);
    }
    const { error, isAboutSession } = await readRefusal(response, message.id);
    // Many servers answer with 400 to a session that they do not know.
    const isUnknown = response.statusCode === 404 || (response.statusCode === 400 && isAboutSession);
    if (isInSession && isUnknown) {
      // Only a request begins the session anew: after another message, the next one has to learn that it has ended.
      this.#sessionId = undefined;
      throw sessionExpired(target);
    }
    if (!error) throw faultOfResponse(response, target);
    await this.listener.message(error);
  }
}
