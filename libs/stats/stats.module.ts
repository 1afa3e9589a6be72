import { Global, Module } from '@nestjs/common';
import { StatsProjection } from './stats-projection.ts';

/** Live counters. Global: streams and read routes begin with them. */
@Global()
@Module({ providers: [StatsProjection], exports: [StatsProjection] })
export class StatsModule {}
