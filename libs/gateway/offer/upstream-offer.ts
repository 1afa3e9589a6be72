import { Offer, type OfferClient, type OpenOffer } from '#tools';
import { KnownTools } from './known-tools.ts';
import { Passage } from './passage.ts';
import type { Upstream } from './upstream.ts';

/** Offers what one upstream server offers. Each client has a link of its own. */
export class UpstreamOffer extends Offer {
  readonly #tools = new KnownTools();
  readonly #closing = new Set<Promise<void>>();

  constructor(private readonly upstream: Upstream) {
    super();
  }

  async open(client: OfferClient): Promise<OpenOffer> {
    const passage = new Passage(client, this.upstream, this.#tools);
    return {
      receive: (message, origin) => passage.receive(message, origin),
      close: () => this.#close(passage),
    };
  }

  /** The upstream checks the headers itself. */
  inputSchema(): undefined {
    return undefined;
  }

  override offersTool(tool: string): boolean {
    return this.#tools.has(tool);
  }

  override serves(tenantId: string): boolean {
    return this.upstream.options.tenants?.includes(tenantId) ?? true;
  }

  override upstreamOf(): string {
    return this.upstream.name;
  }

  /** The subscriptions end with their links. */
  async close(): Promise<void> {}

  /** Resolves when nothing is left of the links whose clients have gone. */
  async whenClosed(): Promise<void> {
    await Promise.all([...this.#closing, this.upstream.close()]);
  }

  #close(passage: Passage): void {
    passage.close();
    const closing = passage.whenClosed().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
