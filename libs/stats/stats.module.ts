import { Global, Module } from '@nestjs/common';
import { LostRecovery } from './lost-recovery.ts';
import { PastStats } from './past-stats.ts';
import { StatsArchive } from './stats-archive.ts';
import { StatsProjection } from './stats-projection.ts';
import { StatsRanges } from './stats-ranges.ts';
import { ConfigurableModuleClass } from './stats.module-definition.ts';

/** Counters, live and of the past. Global: streams and read routes start with them. */
@Global()
@Module({
  providers: [StatsArchive, StatsProjection, PastStats, StatsRanges, LostRecovery],
  exports: [StatsProjection, PastStats, StatsRanges],
})
export class StatsModule extends ConfigurableModuleClass {}
