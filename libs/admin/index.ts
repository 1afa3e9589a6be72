export { AuditTrail, Tries, WrongAttempts, type Actor, type PathParameters } from './trail/index.ts';
export { readBody } from './commands/command-body.ts';
export { readReason } from './commands/command-reason.ts';
export { AdminModule } from './admin.module.ts';
export { AskToolbox } from './ask/ask-toolbox.ts';
export { askTool, type AskTools } from './ask/ask-tool.ts';
export { entryLimit, REASON } from './ask/inputs.ts';
export { StreamHub } from './stream/stream-hub.ts';
export type { AdminModuleOptions } from './admin.module-definition.ts';
export { DashboardModule, type DashboardOptions } from './dashboard/index.ts';
export { refuseSilentLog } from './read/log-answers.ts';
export { readQuery } from './read/query.ts';
export {
  AdminGuard,
  AdminIdentities,
  adminOf,
  AdminTokens,
  CurrentAdmin,
  OidcProviders,
  OidcSchema,
  RequireRole,
  SignInModule,
  type AdminToken,
  type OidcOptions,
  type OidcProviderOptions,
  type SignInOptions,
} from './sign-in/index.ts';
