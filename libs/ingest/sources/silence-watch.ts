import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SOURCE_SILENT_MS } from '#contract';
import { DeliveryGuard, EventLog, InstanceKeeper, ProjectionKeeper } from '#events';
import { Shutdown } from '#shutdown';
import { INGEST_MODULE_OPTIONS, type IngestModuleOptions } from '../ingest.module-definition.ts';
import { SourceOwners } from './source-owners.ts';
import { hasOpen, type KnownSource } from './source-state.ts';
import { keyOf, Sources } from './sources.ts';
import { SourcesProjection } from './sources-projection.ts';

/** Longest pause between two looks, in milliseconds. */
const LOOK_MS = 5_000;

/**
 * Ends what silent sources have left open. A source whose process of ours has ended gets as much time as any other to make
 * itself heard in this one.
 */
@Injectable()
export class SilenceWatch implements OnModuleInit {
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(
    private readonly sources: Sources,
    private readonly logged: SourcesProjection,
    private readonly owners: SourceOwners,
    private readonly log: EventLog,
    private readonly instances: InstanceKeeper,
    private readonly guard: DeliveryGuard,
    projections: ProjectionKeeper,
    shutdown: Shutdown,
    @Inject(INGEST_MODULE_OPTIONS) { silentMs = SOURCE_SILENT_MS }: IngestModuleOptions,
  ) {
    this.#everyMs = Math.min(LOOK_MS, silentMs / 4);
    projections.onRestored(() => {
      if (!log.isShared) for (const source of this.#leftOpen()) sources.adopt(source.tenantId, source.source);
    });
    shutdown.during('end sessions', () => clearInterval(this.#timer));
  }

  onModuleInit(): void {
    const look = (): void => this.guard.run('The watch of sources outside', () => this.#look());
    this.#timer = setInterval(look, this.#everyMs).unref();
  }

  async #look(): Promise<void> {
    this.sources.expireSilent();
    if (!this.log.isShared || this.#isLooking || this.log.condition !== 'ok') return;
    this.#isLooking = true;
    try {
      for (const source of this.#leftOpen()) await this.#adopt(source);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Takes over a source whose owner has gone, unless another instance was first. */
  async #adopt({ tenantId, source, state: { instance } }: KnownSource): Promise<void> {
    if (instance === undefined || !this.instances.hasGone(instance)) return;
    if ((await this.owners.claim(keyOf(tenantId, source))) === undefined)
      this.sources.adopt(tenantId, source);
  }

  #leftOpen(): KnownSource[] {
    return this.logged
      .all()
      .filter(({ tenantId, source, state }) => !this.sources.isLive(tenantId, source) && hasOpen(state));
  }
}
