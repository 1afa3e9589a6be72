export { AdminModule } from './admin.module.ts';
export { StreamHub } from './stream/stream-hub.ts';
export type { AdminModuleOptions } from './admin.module-definition.ts';
export { DashboardModule, type DashboardOptions } from './dashboard/index.ts';
export {
  AdminGuard,
  AdminTokens,
  CurrentAdmin,
  RequireRole,
  SignInModule,
  type AdminToken,
  type SignInOptions,
} from './sign-in/index.ts';
