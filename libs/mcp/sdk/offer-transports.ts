import {
  PerRequestHTTPServerTransport,
  type JSONRPCMessage,
  type Server,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';
import { RawMessage, type MessageOrigin, type OfferClient } from '#tools';
import { deliverMessage } from './deliver-message.ts';
import { HandlerRequest } from './handler-request.ts';

/** The transport between a server of the SDK and a client of the offer. */
export interface OfferTransport extends Transport {
  /** Delivers a message of the client. */
  deliver(message: JSONRPCMessage, origin?: MessageOrigin): void;
}

/** Serves a session, up to revision 2025-11-25. */
export class SessionTransport implements OfferTransport {
  onmessage?: Transport['onmessage'];
  onclose?: () => void;
  readonly sessionId: string;

  constructor(
    private readonly server: Server,
    private readonly client: OfferClient,
  ) {
    this.sessionId = client.sessionId;
  }

  async start(): Promise<void> {}

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.client.send(RawMessage.of(message), options?.relatedRequestId);
  }

  async close(): Promise<void> {
    this.onclose?.();
  }

  deliver(message: JSONRPCMessage, origin?: MessageOrigin): void {
    deliverMessage(this.server, this, message, extraOf(this.client, origin));
  }
}

/**
 * Serves one request of revision 2026-07-28. WHY: a server of the SDK decides by the class of its transport whether
 * it speaks that revision. This transport writes no response; it sends every message to the client.
 */
export class RequestTransport extends PerRequestHTTPServerTransport implements OfferTransport {
  constructor(
    private readonly server: Server,
    private readonly client: OfferClient,
    revision: string,
  ) {
    super({ classification: { era: 'modern', revision } });
  }

  override send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.client.send(RawMessage.of(message), options?.relatedRequestId);
  }

  override async close(): Promise<void> {
    this.onclose?.();
  }

  deliver(message: JSONRPCMessage, origin?: MessageOrigin): void {
    deliverMessage(this.server, this, message, extraOf(this.client, origin));
  }
}

function extraOf(client: OfferClient, origin: MessageOrigin | undefined) {
  return origin && { request: new HandlerRequest(client, origin).asWebRequest };
}
