export type { StatsModuleOptions } from './stats.module-definition.ts';
export { StatsModule } from './stats.module.ts';
export { StatsProjection } from './stats-projection.ts';
export { StatsRanges, type RangeFilter } from './stats-ranges.ts';
