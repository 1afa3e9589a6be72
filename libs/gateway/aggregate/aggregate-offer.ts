import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { Offer, type OfferAgent, type OfferClient, type OpenOffer } from '#tools';
import { Aggregation } from './aggregation.ts';
import { ListedResources } from './listed-resources.ts';
import { LongNames } from './long-names.ts';
import { splitName } from './prefixed-name.ts';

/**
 * Offers what several upstreams offer, all together: tools and prompts by the names of their upstreams and their own, and
 * resources by their URIs.
 */
export class AggregateOffer extends Offer {
  readonly #resources = new ListedResources();
  readonly #longNames = new LongNames();

  constructor(
    private readonly offers: ReadonlyMap<string, Offer>,
    private readonly serverInfo: { name: string; version: string },
  ) {
    super();
  }

  async open(client: OfferClient): Promise<OpenOffer> {
    const served = [...this.offers].filter(([, offer]) => offer.serves(client.tenantId));
    return new Aggregation(client, served, {
      serverInfo: this.serverInfo,
      resources: this.#resources,
      longNames: this.#longNames,
    });
  }

  /** The upstreams check the headers themselves. */
  inputSchema(): undefined {
    return undefined;
  }

  override get passesMessages(): boolean {
    return true;
  }

  override offersTool(tool: string): boolean {
    const { upstream = '', name = '' } = splitName(tool) ?? {};
    return this.offers.get(upstream)?.offersTool(name) ?? false;
  }

  override serves(tenantId: string): boolean {
    return [...this.offers.values()].some((offer) => offer.serves(tenantId));
  }

  override upstreamOf(tool?: string): string | undefined {
    const { upstream = '' } = splitName(tool) ?? {};
    return this.offers.has(upstream) ? upstream : undefined;
  }

  override originalName(tool: string): string {
    return splitName(tool)?.name ?? tool;
  }

  /** Only the upstream that has asked knows the state of the request. */
  override holderOf(request: JSONRPCMessage, agent: OfferAgent): string | undefined {
    for (const offer of this.offers.values()) {
      const holder = offer.holderOf(request, agent);
      if (holder !== undefined) return holder;
    }
    return undefined;
  }

  override get passesCredentials(): boolean {
    return [...this.offers.values()].some((offer) => offer.passesCredentials);
  }

  /** The upstreams end what is theirs. */
  async close(): Promise<void> {}
}
