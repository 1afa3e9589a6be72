import { Global, Module } from '@nestjs/common';
import { LostRecovery } from './lost-recovery.ts';
import { StatsProjection } from './stats-projection.ts';

/** Live counters. Global: streams and read routes start with them. */
@Global()
@Module({ providers: [StatsProjection, LostRecovery], exports: [StatsProjection] })
export class StatsModule {}
