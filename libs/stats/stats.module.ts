import { Global, Module } from '@nestjs/common';
import { LostRecovery } from './lost-recovery.ts';
import { ConfigurableModuleClass } from './stats.module-definition.ts';
import { StatsProjection } from './stats-projection.ts';
import { StatsRanges } from './stats-ranges.ts';

/** Counters, live and of the past. Global: streams and read routes start with them. */
@Global()
@Module({ providers: [StatsProjection, StatsRanges, LostRecovery], exports: [StatsProjection, StatsRanges] })
export class StatsModule extends ConfigurableModuleClass {}
