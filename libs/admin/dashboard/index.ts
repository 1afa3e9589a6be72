export type { DashboardOptions } from './dashboard.module-definition.ts';
export { DashboardModule } from './dashboard.module.ts';
