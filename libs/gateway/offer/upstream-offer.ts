import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { Offer, type OfferAgent, type OfferClient, type OpenOffer } from '#tools';
import { stateIn } from '../bridge/newer-agent/modern-answer.ts';
import type { Upstream } from '../life/upstream.ts';
import { ListedTools } from './listed-tools.ts';
import { Passage } from './passage.ts';

/** Offers what one upstream server offers. Each client has a link of its own. */
export class UpstreamOffer extends Offer {
  readonly #tools: ListedTools;

  /** `onDefinitions` is told of the definitions of all tools, whenever they differ from those before. */
  constructor(
    private readonly upstream: Upstream,
    onDefinitions: (definitions: readonly string[]) => void,
  ) {
    super();
    this.#tools = new ListedTools(onDefinitions);
  }

  async open(client: OfferClient): Promise<OpenOffer> {
    return new Passage(client, this.upstream, this.#tools);
  }

  /** The upstream checks the headers itself. */
  inputSchema(): undefined {
    return undefined;
  }

  override get passesMessages(): boolean {
    return true;
  }

  override offersTool(tool: string): boolean {
    return this.#tools.has(tool);
  }

  override serves(tenantId: string): boolean {
    return this.upstream.serves(tenantId);
  }

  override upstreamOf(): string {
    return this.upstream.name;
  }

  override holderOf(request: JSONRPCMessage, agent: OfferAgent): string | undefined {
    const state = stateIn(request);
    return state === undefined ? undefined : this.upstream.states.holderOf(state, agent);
  }

  override get passesCredentials(): boolean {
    return this.upstream.passesCredentials;
  }

  /** The subscriptions end with their links. */
  async close(): Promise<void> {}
}
