import type { UpstreamRequest } from '#gateway';
import type { TracedRequest } from '#mcp';
import type { Offers } from '#tools';
import { BoundedValues } from '../conventions/bounded-values.ts';
import { MAX_METHODS, METHODS } from '../conventions/methods.ts';

/** As many as the metrics tell apart. */
const MAX_PROMPTS = 1_000;
/** A longer method is none of the protocol. */
const MAX_METHOD_LENGTH = 64;

/**
 * The names of spans: the method, and the tool or prompt if there is one. There are few of them, because agents may send
 * any text: a tool that is not offered is not named, and neither is a URI.
 */
export class SpanNames {
  readonly #methods = new BoundedValues(MAX_METHODS, METHODS);
  readonly #prompts = new BoundedValues(MAX_PROMPTS);

  constructor(private readonly offers: Pick<Offers, 'get'>) {}

  of(request: TracedRequest | UpstreamRequest): string {
    const { method, params } = request.message;
    const name = params?.['name'];
    const known = this.#methods.of(method.slice(0, MAX_METHOD_LENGTH));
    if (typeof name !== 'string') return known;
    if (method === 'tools/call') return this.#isOffered(request, name) ? `${known} ${name}` : known;
    return method === 'prompts/get' ? `${known} ${this.#prompts.of(name)}` : known;
  }

  #isOffered(request: TracedRequest | UpstreamRequest, tool: string): boolean {
    const offer =
      'upstream' in request ? this.offers.get(request.upstream.destination.name) : request.client.offer;
    return offer?.offersTool(tool) ?? false;
  }
}
