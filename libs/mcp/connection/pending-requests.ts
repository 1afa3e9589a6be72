import type { RequestId } from '@modelcontextprotocol/server';
import type { RequestObservation } from '../observation/request-observation.ts';
import type { AgentStream } from './agent-stream.ts';

/** A request of the agent that has not been answered yet. */
export interface PendingRequest {
  /** The id under which the offer knows it. */
  id: RequestId;
  /** The id that the agent gave it. */
  agentId: RequestId;
  /** Where its answer goes. */
  stream: AgentStream;
  observed?: RequestObservation;
}

/** The requests of one client that wait for their answers: what the protocol needs to carry answers back. */
export interface PendingRequests {
  add(agentId: RequestId, stream: AgentStream): PendingRequest;
  /** By the offer's id. */
  get(id: RequestId): PendingRequest | undefined;
  /** The last request that the agent gave this id. */
  findByAgentId(agentId: RequestId): PendingRequest | undefined;
  /** False when the request is not pending any more. */
  remove(request: PendingRequest): boolean;
  list(): PendingRequest[];
}

/**
 * The pending requests of a session. The offer knows each under a number of ours: an agent that uses one id for two
 * requests at once gets both answered, each on its own stream.
 */
export class NumberedRequests implements PendingRequests {
  readonly #requests = new Map<RequestId, PendingRequest>();
  #count = 0;

  add(agentId: RequestId, stream: AgentStream): PendingRequest {
    this.#count += 1;
    const request: PendingRequest = { id: this.#count, agentId, stream };
    this.#requests.set(request.id, request);
    return request;
  }

  get(id: RequestId): PendingRequest | undefined {
    return this.#requests.get(id);
  }

  findByAgentId(agentId: RequestId): PendingRequest | undefined {
    return this.list().findLast((request) => request.agentId === agentId);
  }

  remove({ id }: PendingRequest): boolean {
    return this.#requests.delete(id);
  }

  list(): PendingRequest[] {
    return [...this.#requests.values()];
  }
}

/** The one request of an exchange of revision 2026-07-28, under the agent's own id: results refer to it. */
export class SingleRequest implements PendingRequests {
  #request: PendingRequest | undefined;

  add(agentId: RequestId, stream: AgentStream): PendingRequest {
    this.#request = { id: agentId, agentId, stream };
    return this.#request;
  }

  get(id: RequestId): PendingRequest | undefined {
    return this.#request?.id === id ? this.#request : undefined;
  }

  findByAgentId(agentId: RequestId): PendingRequest | undefined {
    return this.get(agentId);
  }

  remove(request: PendingRequest): boolean {
    if (this.#request !== request) return false;
    this.#request = undefined;
    return true;
  }

  list(): PendingRequest[] {
    return this.#request ? [this.#request] : [];
  }
}
