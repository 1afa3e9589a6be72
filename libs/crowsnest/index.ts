export { CrowsnestModule } from './crowsnest.module.ts';
export type { CrowsnestOptions } from './crowsnest.module-definition.ts';
