import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { CallNotes } from '#tools';

/** A request that the upstream has not answered. */
export interface OpenRequest {
  readonly request: JSONRPCRequest;
  readonly call: CallNotes | undefined;
  /** The tool that it calls although the agent may not know of it. */
  readonly deniedTool?: string | undefined;
  timer?: NodeJS.Timeout | undefined;
}

/** The requests of one client that its upstream has not answered. */
export class OpenRequests {
  readonly #open = new Map<RequestId, OpenRequest>();

  /** `onTimeout` is called for a request without an answer or progress for so many milliseconds; undefined: for ever. */
  constructor(
    private readonly timeoutMs: number | undefined,
    private readonly onTimeout: (request: OpenRequest) => void,
  ) {}

  add(request: JSONRPCRequest, known: Pick<OpenRequest, 'call' | 'deniedTool'>): void {
    const open: OpenRequest = { request, ...known };
    this.#open.set(request.id, open);
    this.#startTimer(open);
  }

  has(id: RequestId): boolean {
    return this.#open.has(id);
  }

  /** Removes a request, because it is answered or cancelled. */
  remove(id: RequestId | undefined): OpenRequest | undefined {
    const open = id === undefined ? undefined : this.#open.get(id);
    if (!open) return undefined;
    clearTimeout(open.timer);
    this.#open.delete(open.request.id);
    return open;
  }

  /** Finds the request that a step of progress belongs to, and begins its time anew. */
  progressed(token: unknown): OpenRequest | undefined {
    if (token === undefined) return undefined;
    const open = [...this.#open.values()].find(
      ({ request }) => request.params?._meta?.progressToken === token,
    );
    if (open) this.#startTimer(open);
    return open;
  }

  /** The request that was sent last. */
  get last(): OpenRequest | undefined {
    return [...this.#open.values()].at(-1);
  }

  /** Removes all. */
  takeAll(): OpenRequest[] {
    const all = [...this.#open.values()];
    for (const { request } of all) this.remove(request.id);
    return all;
  }

  #startTimer(open: OpenRequest): void {
    if (this.timeoutMs === undefined) return;
    clearTimeout(open.timer);
    open.timer = setTimeout(() => {
      if (this.remove(open.request.id)) this.onTimeout(open);
    }, this.timeoutMs);
  }
}
