export { StatsModule } from './stats.module.ts';
export { StatsProjection } from './stats-projection.ts';
