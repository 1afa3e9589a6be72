export { recoveryFrom } from './lost-recovery.ts';
export { StatsArchive } from './stats-archive.ts';
export type { StatsModuleOptions } from './stats.module-definition.ts';
export { PastStats, type Moment } from './past-stats.ts';
export { StatsModule } from './stats.module.ts';
export { StatsNotKept } from './stats-not-kept.ts';
export { StatsProjection, type SavedStatsProjection, type StatsSight } from './stats-projection.ts';
export { StatsRanges, type PastRange } from './stats-ranges.ts';
