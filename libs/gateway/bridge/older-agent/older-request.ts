import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import type { MessageHeaders } from '../../link/upstream-link.ts';

/** A request of an agent of the older era, over all rounds in which the upstream asks for input. */
export interface OlderRequest {
  /** As the agent has sent it. */
  readonly raw: RawMessage;
  readonly request: JSONRPCRequest;
  readonly headers: MessageHeaders;
  /** Makes the agent's answer from that of the upstream. */
  readonly answer: (raw: RawMessage) => RawMessage;
  /** The id under which the upstream knows the present round. */
  upstreamId: RequestId;
  rounds: number;
  /** What the agent is being asked, if the upstream waits for input. */
  asked?: AskedRound;
}

/** The requests for input of one round, by the ids under which the agent gets them. */
export interface AskedRound {
  readonly keys: Map<RequestId, string>;
  readonly responses: Record<string, unknown>;
  readonly requestState: unknown;
  /** Resolves when everything is answered. Whatever awaits it continues in the async context of the request. */
  readonly complete: PromiseWithResolvers<void>;
}

/** The requests of one session that the upstream has not answered yet. */
export class OlderRequests {
  readonly #byAgent = new Map<RequestId, OlderRequest>();
  readonly #byUpstream = new Map<RequestId, OlderRequest>();

  add(request: OlderRequest): void {
    this.#byAgent.set(request.request.id, request);
    this.#byUpstream.set(request.upstreamId, request);
  }

  /** Begins another round under another id. */
  renumber(request: OlderRequest, id: RequestId): void {
    this.#byUpstream.delete(request.upstreamId);
    request.upstreamId = id;
    this.#byUpstream.set(id, request);
  }

  remove(request: OlderRequest): void {
    this.#byAgent.delete(request.request.id);
    this.#byUpstream.delete(request.upstreamId);
  }

  /** Finds a request by the id that the agent gave it. */
  ofAgent(id: RequestId): OlderRequest | undefined {
    return this.#byAgent.get(id);
  }

  /** Finds a request by the id under which the upstream knows its present round. */
  ofUpstream(id: RequestId | undefined): OlderRequest | undefined {
    return id === undefined ? undefined : this.#byUpstream.get(id);
  }

  /** Finds the request that has asked the agent for input. */
  thatAsked(id: RequestId): OlderRequest | undefined {
    return [...this.#byAgent.values()].find(({ asked }) => asked?.keys.has(id));
  }
}
