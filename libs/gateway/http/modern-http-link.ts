import type { IncomingMessage } from 'node:http';
import type { RequestId } from '@modelcontextprotocol/server';
import { cancellationOf, isRequest, type RawMessage } from '#tools';
import { isAnswerTo } from '../link/answers.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';
import type { HttpRequests } from './http-requests.ts';
import { modernHeaders } from './modern-headers.ts';
import { lostConnection } from './request-fault.ts';
import { contentOf, drop, readEvents, readJson } from './read-response.ts';
import { readRefusal } from './refusal-body.ts';
import { faultOfResponse, notMcp } from './response-fault.ts';

const ACCEPT = 'application/json, text/event-stream';

/** A link in revision 2026-07-28 over HTTP: every message is a request of its own, and its stream ends with the answer. */
export class ModernHttpLink implements UpstreamLink {
  /** What ends the streams of the requests in flight, by their ids. */
  readonly #exchanges = new Map<RequestId, AbortController>();

  constructor(
    private readonly requests: HttpRequests,
    private readonly listener: LinkListener,
  ) {}

  async send(raw: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    const { message } = raw;
    const cancelled = cancellationOf(message);
    // In this revision the end of the stream is the cancellation.
    if (cancelled) return this.#exchanges.get(cancelled.requestId)?.abort();
    const ending = new AbortController();
    if (isRequest(message)) this.#exchanges.set(message.id, ending);
    try {
      await this.#exchange(raw, headers, ending.signal);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    } finally {
      if (isRequest(message) && this.#exchanges.get(message.id) === ending)
        this.#exchanges.delete(message.id);
    }
  }

  async close(): Promise<void> {
    for (const ending of this.#exchanges.values()) ending.abort();
  }

  async #exchange(raw: RawMessage, headers: MessageHeaders, signal: AbortSignal): Promise<void> {
    const response = await this.requests.send({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: ACCEPT,
        ...modernHeaders(raw.message),
        ...headers,
      },
      body: raw.text,
      signal,
    });
    const { message } = raw;
    if (!isRequest(message)) return this.#finish(response);
    const isAnswered = await this.#read(response, message.id);
    if (isAnswered) return;
    const ended = `${this.requests.target} has ended its answer before it was complete.`;
    throw new UpstreamFault('UNREACHABLE', ended, { wasSent: true });
  }

  /** Passes on what the response contains. Resolves with whether it contained the answer. */
  async #read(response: IncomingMessage, id: RequestId): Promise<boolean> {
    const { target } = this.requests;
    const status = response.statusCode ?? 0;
    if (status >= 300) {
      const { error } = await readRefusal(response, id);
      if (!error) throw faultOfResponse(response, target);
      await this.listener.message(error, id);
      return true;
    }
    let isAnswered = false;
    const pass = (message: RawMessage): void | Promise<void> => {
      isAnswered ||= isAnswerTo(id, message.message);
      return this.listener.message(message, id);
    };
    switch (contentOf(response)) {
      case 'stream':
        await readEvents(response, target, { message: pass }).catch((error: unknown) => {
          if (!isAnswered) throw lost(error, target);
        });
        break;
      case 'json':
        for (const message of await readJson(response, target)) await pass(message);
        break;
      case 'other':
        drop(response);
        throw notMcp(target, `it answered with ${response.headers['content-type'] ?? 'no content'}`);
    }
    return isAnswered;
  }

  #finish(response: IncomingMessage): void {
    drop(response);
    if ((response.statusCode ?? 0) >= 300) throw faultOfResponse(response, this.requests.target);
  }
}

/** The fault of a stream that broke before its answer. */
function lost(error: unknown, target: string): UpstreamFault {
  return error instanceof UpstreamFault ? error : lostConnection(target, error);
}
