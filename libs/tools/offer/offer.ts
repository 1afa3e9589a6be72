import type { IncomingMessage } from 'node:http';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { ClientInfo, SessionId } from '#contract';
import type { CallNotes } from './call-notes.ts';
import type { RawMessage } from './raw-message.ts';

/** The two eras of the protocol: up to revision 2025-11-25, and from 2026-07-28. */
export type Era = 'legacy' | 'modern';

/**
 * What this server offers: the port between the endpoint and whatever answers. Everything an agent can ask passes it
 * as raw JSON: lists, calls, reads, prompts, completions, subscriptions, and methods that nobody here knows.
 * Decorated methods of providers are one implementation; an upstream server is another.
 */
export abstract class Offer {
  /** Begins to serve a client. Rejects when it cannot; the agent then gets an internal error. */
  abstract open(client: OfferClient): Promise<OpenOffer>;

  /**
   * The JSON Schema of a tool's arguments, by which revision 2026-07-28 checks headers that repeat an argument.
   * Undefined when the tool is unknown, or when the offer checks its headers itself.
   */
  abstract inputSchema(tool: string): Record<string, unknown> | undefined;

  /** Whether there is a tool of that name. Where nobody knows yet, there is. */
  offersTool(_tool: string): boolean {
    return true;
  }

  /** Ends every subscription with its answer: the server shuts down. */
  abstract close(): Promise<void>;
}

/** An offer as one client has it: for a session up to 2025-11-25, for one request in 2026-07-28. */
export interface OpenOffer {
  /**
   * Takes a message of the client: a request, a notification, or the answer to a request of the offer's own. Request
   * ids are unique within the client. A request that is cancelled needs no answer. Without an origin the message is
   * the server's own: the cancellation of a request that the server has answered itself.
   */
  receive(message: RawMessage, origin?: MessageOrigin): void;
  /** The client has gone: nothing that is sent reaches it any more. */
  close(): void;
}

/** The client that an offer is opened for. */
export interface OfferClient {
  readonly era: Era;
  /** Empty for requests of revision 2026-07-28 that belong to no session. */
  readonly sessionId: SessionId;
  readonly tenantId: string;
  /** Who sends the requests. */
  readonly principalId: string;
  readonly client: ClientInfo;
  /**
   * Sends an answer, a notification or a request to the agent. What belongs to a request in flight names it by
   * `relatedTo`. Resolves once more may be sent; what comes after its request was answered is dropped.
   */
  send(message: RawMessage, relatedTo?: RequestId): Promise<void>;
}

/** Where a message comes from. */
export interface MessageOrigin {
  /** The message as the agent sent it, under the agent's own id. */
  message: JSONRPCMessage;
  /** The HTTP request that carried it. */
  http: IncomingMessage;
  /** Tool calls only: where its handler tells what the messages do not. */
  call?: CallNotes;
}
