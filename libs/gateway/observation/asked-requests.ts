import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { UpstreamObservation } from './upstream-observation.ts';
import type { ObservedUpstream, UpstreamEnd, UpstreamSpan } from './upstream-tracer.ts';

/** Requests that have spans at a time. Further ones pass without. */
const MAX_ASKED = 1_000;

/** The requests of one upstream that nobody has answered. They have spans, and are not measured. */
export class AskedRequests {
  readonly #open = new Map<RequestId, UpstreamSpan>();

  constructor(
    private readonly upstream: ObservedUpstream,
    private readonly observation: UpstreamObservation,
  ) {}

  /** Begins the span of a request; undefined if it has none. */
  begin(message: JSONRPCRequest): UpstreamSpan | undefined {
    const { upstream, observation } = this;
    if (this.#open.size >= MAX_ASKED) return undefined;
    const span = observation.beginSpan({ message, direction: 'in', upstream });
    if (span) this.#open.set(message.id, span);
    return span;
  }

  /** A request is answered, or not wanted any more. */
  end(id: RequestId | undefined, end: UpstreamEnd): void {
    const span = id === undefined ? undefined : this.#open.get(id);
    if (!span || id === undefined) return;
    this.#open.delete(id);
    this.observation.quietly(() => span.end(end));
  }

  endAll(end: UpstreamEnd): void {
    for (const id of this.#open.keys()) this.end(id, end);
  }
}
