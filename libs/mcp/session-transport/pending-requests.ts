import type { RequestId } from '@modelcontextprotocol/server';

/** A request of the agent that has not been answered yet. */
export interface PendingRequest {
  /** The id under which the server knows it. */
  id: number;
  /** The id that the agent gave it. */
  agentId: RequestId;
  /** The stream that its answer goes to. */
  streamId: string;
}

/**
 * The requests of a session that wait for their answers. The server knows each under a number of ours: an
 * agent that uses one id for two requests at once gets both answered, each on its own stream.
 */
export class PendingRequests {
  /** In the order in which they came. */
  readonly #pending: PendingRequest[] = [];
  #lastId = 0;

  add(agentId: RequestId, streamId: string): PendingRequest {
    this.#lastId += 1;
    const request = { id: this.#lastId, agentId, streamId };
    this.#pending.push(request);
    return request;
  }

  get(id: RequestId): PendingRequest | undefined {
    return this.#pending.find((request) => request.id === id);
  }

  /** The last request that the agent gave this id. */
  findByAgentId(agentId: RequestId): PendingRequest | undefined {
    return this.#pending.findLast((request) => request.agentId === agentId);
  }

  delete(request: PendingRequest): void {
    const index = this.#pending.indexOf(request);
    if (index >= 0) this.#pending.splice(index, 1);
  }

  /** Whether a stream has an answer to come. */
  isAwaitedOn(streamId: string): boolean {
    return this.#pending.some((request) => request.streamId === streamId);
  }

  list(): PendingRequest[] {
    return this.#pending.slice();
  }
}
