import type { Offer } from './offer.ts';

/**
 * What agents find at the MCP endpoint, and below it by name. Without upstream servers, that is the application's own
 * offer at the endpoint itself, whose name is empty.
 */
export class Offers {
  readonly #byName = new Map<string, Offer>();

  constructor(own: Offer) {
    this.#byName.set('', own);
  }

  /** Serves an offer below the endpoint, in place of an earlier one of the name. The empty name is the endpoint itself. */
  mount(name: string, offer: Offer): void {
    this.#byName.set(name, offer);
  }

  /** The offer of a name for the agents of a tenant; undefined when there is none. */
  find(name: string, tenantId: string): Offer | undefined {
    const offer = this.#byName.get(name);
    return offer?.serves(tenantId) ? offer : undefined;
  }

  /** The offer of a name, whatever the tenant; undefined when there is none. */
  get(name: string): Offer | undefined {
    return this.#byName.get(name);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The offer at the endpoint itself. */
  get main(): Offer {
    return this.#byName.get('')!;
  }

  /** Whether a tool of this name exists anywhere, or may exist. */
  offersTool(tool: string): boolean {
    return [...this.#byName.values()].some((offer) => offer.offersTool(tool));
  }

  /** Ends every subscription with its answer, because the server shuts down. */
  async close(): Promise<void> {
    await Promise.all([...this.#byName.values()].map((offer) => offer.close()));
  }
}
