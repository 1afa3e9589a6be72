import { LRUCache } from 'lru-cache';
import type { Entry } from './merged-list.ts';

/** Maximum number of resources whose upstream is remembered. */
const MAX_RESOURCES = 10_000;

/** Which upstream lists a resource. */
export class ListedResources {
  readonly #upstreams = new LRUCache<string, string>({ max: MAX_RESOURCES });

  note(upstream: string, { uri, uriTemplate }: Entry): void {
    for (const listed of [uri, uriTemplate])
      if (typeof listed === 'string') this.#upstreams.set(listed, upstream);
  }

  /** The upstream that has listed a URI or a template. */
  upstreamOf(uri: unknown): string | undefined {
    return typeof uri === 'string' ? this.#upstreams.get(uri) : undefined;
  }
}
