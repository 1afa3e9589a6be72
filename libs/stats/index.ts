export type { StatsModuleOptions } from './stats.module-definition.ts';
export { PastStats, type Moment } from './past-stats.ts';
export { StatsModule } from './stats.module.ts';
export { StatsNotKept } from './stats-not-kept.ts';
export { StatsProjection } from './stats-projection.ts';
export { StatsRanges, type PastRange } from './stats-ranges.ts';
