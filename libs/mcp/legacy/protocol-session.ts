import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionId } from '#contract';
import type { Offer, RawMessage } from '#tools';
import { AgentConnection, type ConnectionIdentity } from '../connection/agent-connection.ts';
import type { Observation } from '../observation/observation.ts';
import type { SessionReplay } from './replay/session-replay.ts';
import { Handshake, type HandshakeEnd } from './handshake.ts';
import { SessionStreams, type PostOptions } from './session-streams.ts';

/** A session of the older era, with its streams and its connection to the offer. */
export class ProtocolSession {
  readonly sessionId: SessionId;
  readonly principalId: string;
  readonly offer: Offer;
  readonly streams: SessionStreams;
  readonly #connection: AgentConnection;

  constructor(
    identity: ConnectionIdentity,
    observation: Observation,
    readonly replay: SessionReplay | undefined,
  ) {
    this.sessionId = identity.sessionId;
    this.principalId = identity.principalId;
    this.offer = identity.offer;
    this.streams = new SessionStreams(identity.sessionId, replay);
    this.#connection = new AgentConnection(identity, observation, this.streams.standalone);
  }

  /** Passes `initialize` to the offer, and resolves when it is answered. */
  async begin(initialize: RawMessage, request: IncomingMessage): Promise<HandshakeEnd> {
    const handshake = new Handshake(this.streams.standalone);
    await this.#connection.open();
    this.#connection.receive(initialize, request, handshake);
    return handshake.end;
  }

  post(
    messages: readonly RawMessage[],
    request: IncomingMessage,
    response: ServerResponse,
    options: PostOptions,
  ): void {
    this.streams.post(messages, request, response, this.#connection, options);
  }

  /** Answers the requests in flight with the reason, ends every stream and frees what was kept for resumption. */
  close(reason: string): void {
    this.#connection.close(reason);
    this.streams.endAll();
    this.replay?.release();
  }
}
