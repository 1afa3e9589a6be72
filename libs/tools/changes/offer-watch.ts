import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { DeliveryGuard } from '#events';
import { listDefinitions } from '../offer/list-definitions.ts';
import { Offer } from '../offer/offer.ts';
import { OfferSilent } from '../offer/offer-silent.ts';
import { DefinitionWatch } from './definition-watch.ts';
import { MAX_KNOWN_TOOLS } from './known-tools.ts';
import { WithheldTools } from './withheld-tools.ts';

/** Milliseconds from a change of the list to a look at it, so that changes in a row are seen as one. */
const SETTLE_MS = 200;
/** Milliseconds until a list that did not come is asked for again. */
const RETRY_MS = 30_000;

/** Watches the definitions of this server's own tools: at start, before anybody is served, and when the list changes. */
@Injectable()
export class OfferWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Tools');
  #following: Subscription | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly offer: Offer,
    private readonly watch: DefinitionWatch,
    private readonly withheld: WithheldTools,
    private readonly guard: DeliveryGuard,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const changes = this.offer.toolChanges;
    if (!changes) return;
    // Before any session does, so that what is withheld is so when agents are told.
    this.#following = changes.subscribe(({ kind, tool }) => {
      if (kind === 'added') this.withheld.suspect(tool);
      this.#lookIn(SETTLE_MS);
    });
    await this.#look();
  }

  onModuleDestroy(): void {
    this.#following?.unsubscribe();
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const { definitions } = await listDefinitions(this.offer, '', MAX_KNOWN_TOOLS);
      this.watch.observe({ upstream: '', tools: definitions });
    } catch (error) {
      if (!(error instanceof OfferSilent)) throw error;
      this.#logger.warn(`Whether definitions of tools have changed is not known: ${error.message}`);
      this.#lookIn(RETRY_MS);
    }
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.guard.run('The look at tools', () => this.#look()), ms);
    this.#timer.unref();
  }
}
