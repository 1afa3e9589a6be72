import type { RequestId } from '@modelcontextprotocol/server';
import type { RequestObservation } from '../observation/request-observation.ts';
import type { AgentStream } from './agent-stream.ts';

/** A request of the agent that has not been answered yet. */
export interface PendingRequest {
  /** The id that the offer uses for the request. */
  id: RequestId;
  /** The id that the agent gave it. */
  agentId: RequestId;
  /** Where its answer goes. */
  stream: AgentStream;
  observed?: RequestObservation;
}

/** The pending requests of one client, by which answers find their way back. */
export interface PendingRequests {
  add(agentId: RequestId, stream: AgentStream): PendingRequest;
  /** Finds a request by the id that the offer uses. */
  get(id: RequestId): PendingRequest | undefined;
  /** Finds the last request to which the agent gave this id. */
  findByAgentId(agentId: RequestId): PendingRequest | undefined;
  /** Returns false when the request is no longer pending. */
  remove(request: PendingRequest): boolean;
  list(): PendingRequest[];
}

/**
 * The pending requests of a session. The offer gets a number of ours as the id, so that two concurrent requests with
 * the same id both get their answer, each on its own stream.
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

/** The only request of an exchange in revision 2026-07-28. It keeps the agent's own id, because results refer to it. */
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
