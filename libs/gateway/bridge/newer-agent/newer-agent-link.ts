import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { cancellationOf, isRequest, type RawMessage } from '#tools';
import type { LinkListener, LinkOwner, MessageHeaders, UpstreamLink } from '../../link/upstream-link.ts';
import { errorAnswer } from '../../link/messages.ts';
import { RequestRefused } from '../../link/own-requests.ts';
import { envelopeOf } from '../modern-envelope.ts';
import { HeldSession } from './held-session.ts';
import type { HeldSessions } from './held-sessions.ts';
import { discoverAnswer, retryIn } from './modern-answer.ts';

const STATE_UNKNOWN =
  'The requestState is not known: the request has ended, or too much time has passed. Send it again without the state.';
const GONE = 'The agent has gone';

/** A link of revision 2026-07-28 to an upstream of the older era, in whose session its request takes part. */
export class NewerAgentLink implements UpstreamLink {
  #session: HeldSession | undefined;
  /** A link in its own era, once the upstream has refused the older one. */
  #direct: UpstreamLink | undefined;
  #isClosed = false;

  constructor(
    private readonly sessions: HeldSessions,
    private readonly owner: LinkOwner,
    private readonly listener: LinkListener,
    /** Opens a link in its own era, if the upstream may speak that one. */
    private readonly openDirect?: () => Promise<UpstreamLink>,
  ) {}

  async send(raw: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    const { message } = raw;
    if (this.#direct) return this.#direct.send(raw, headers);
    const cancelled = cancellationOf(message);
    if (cancelled) return this.#session?.leave(this.listener, cancelled.reason);
    // No other message of a client has a sender by which its session could be found.
    if (!isRequest(message)) return;
    const opened = await this.#open(message, headers);
    if (this.#isClosed) return;
    if (opened instanceof HeldSession) await this.#request(opened, raw, message, headers);
    else await opened.send(raw, headers);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#session?.leave(this.listener, GONE);
    await this.#direct?.close();
  }

  /** The session in which the request takes part, or a link in its own era if the upstream speaks that one. */
  async #open(request: JSONRPCRequest, headers: MessageHeaders): Promise<HeldSession | UpstreamLink> {
    try {
      this.#session = await this.sessions.sessionFor(this.owner, envelopeOf(request), headers);
      return this.#session;
    } catch (error) {
      if (!(error instanceof RequestRefused) || !this.openDirect) throw error;
      this.#direct = await this.openDirect();
      return this.#direct;
    }
  }

  async #request(
    session: HeldSession,
    raw: RawMessage,
    request: JSONRPCRequest,
    headers: MessageHeaders,
  ): Promise<void> {
    const { id, method } = request;
    const { listener } = this;
    if (method === 'server/discover') return listener.message(discoverAnswer(id, session.initialized));
    if (method === 'subscriptions/listen') return session.listen(request, listener);
    const retry = retryIn(request);
    if (!retry) return session.ask(raw, request, listener, headers);
    const isKnown = await session.resume(retry.requestState, { id, listener }, retry.responses, headers);
    if (!isKnown) return listener.message(errorAnswer(id, JSON_RPC.invalidParams, STATE_UNKNOWN));
  }
}
