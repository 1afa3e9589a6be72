import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ToolDefinitionText } from '#contract';
import { DeliveryGuard, EventBus, EventPublisher } from '#events';
import { changesBetween } from './changes-between.ts';
import { DefinitionsProjection } from './definitions-projection.ts';
import { digestOf, FirstToTell } from './first-to-tell.ts';
import { MAX_KNOWN_TOOLS } from './known-tools.ts';
import { toolDefinitionOf } from './tool-definition.ts';
import { WithheldTools } from './withheld-tools.ts';

/** Milliseconds that an instance waits for the event of another one that has seen the same change. */
const PATIENCE_MS = 5_000;

/** What is offered, in the form of `tools/list`. */
export interface ObservedOffer {
  /** The name of the upstream; empty for this server. */
  upstream: string;
  /** The JSON of each tool, with the names that agents call them by. Only the first 1,000 are watched. */
  tools: readonly string[];
}

/** Publishes `tools:changed` when what is offered differs from what is known. Whoever offers tools tells it of them. */
@Injectable()
export class DefinitionWatch implements OnModuleDestroy {
  readonly #newest = new Map<string, readonly ToolDefinitionText[]>();
  /** The upstreams of which a change was published that has not come back from the log. */
  readonly #published = new Set<string>();
  /** The last change of each upstream that was published. The same one is not published twice, whatever became of it. */
  readonly #told = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly definitions: DefinitionsProjection,
    private readonly withheld: WithheldTools,
    private readonly first: FirstToTell,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    bus: EventBus,
  ) {
    bus.on('committed', 'Changed definitions', (batch) => {
      if (!batch.holds('tools:changed', 'log:recovered')) return;
      for (const { event } of batch.events) {
        if (event.type === 'tools:changed') this.#cameBack(event.data.upstream ?? '');
        // What an outage has lost does not come back.
        else if (event.type === 'log:recovered') this.#recovered();
      }
    });
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /**
   * The definitions of an upstream are these from now on. Call it before agents get them: when it returns, tools whose
   * definition has changed are withheld, if they are at all. The event follows.
   */
  observe({ upstream, tools }: ObservedOffer): void {
    const definitions = tools.slice(0, MAX_KNOWN_TOOLS).map(toolDefinitionOf);
    // Agents list the same definitions again and again.
    if (!areSame(this.#newest.get(upstream), definitions)) this.#told.delete(upstream);
    this.#newest.set(upstream, definitions);
    if (!this.definitions.known.knows(upstream)) this.definitions.adopt(upstream, definitions);
    this.withheld.offered(upstream, definitions);
    this.#compare(upstream);
  }

  #cameBack(upstream: string): void {
    if (this.#published.delete(upstream)) this.#compare(upstream);
  }

  #recovered(): void {
    this.#told.clear();
    for (const upstream of this.#published) this.#cameBack(upstream);
  }

  #compare(upstream: string, round = 0): void {
    clearTimeout(this.#timers.get(upstream));
    this.guard.run('The comparison of tools', () => this.#tell(upstream, round));
  }

  async #tell(upstream: string, round: number): Promise<void> {
    const definitions = this.#newest.get(upstream);
    const seen = this.#changesOf(upstream);
    if (!seen) return;
    if (!(await this.first.mayTell(seen, round))) {
      const again = setTimeout(() => this.#compare(upstream, round + 1), PATIENCE_MS).unref();
      this.#timers.set(upstream, again);
      return;
    }
    // Meanwhile another instance may have told of it, or there are newer definitions.
    const data = this.#newest.get(upstream) === definitions && this.#changesOf(upstream);
    if (!data || this.#told.get(upstream) === digestOf(data)) return;
    this.#told.set(upstream, digestOf(data));
    this.#published.add(upstream);
    this.publisher.publish({ type: 'tools:changed', sessionId: '', tenantId: '', data });
  }

  #changesOf(upstream: string) {
    const definitions = this.#newest.get(upstream);
    if (!definitions || this.#published.has(upstream)) return undefined;
    const { refuses: withholds } = this.withheld;
    return changesBetween(this.definitions.known, { upstream, definitions, withholds });
  }
}

function areSame(
  before: readonly ToolDefinitionText[] | undefined,
  after: readonly ToolDefinitionText[],
): boolean {
  if (before?.length !== after.length) return false;
  return before.every(({ tool, hash }, n) => tool === after[n]?.tool && hash === after[n].hash);
}
