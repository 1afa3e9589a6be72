export { RequireRole } from './admin-role.decorator.ts';
export { AdminIdentities } from './admin-identities.ts';
export { AdminSessions } from './admin-sessions.ts';
export { AdminTokens } from './admin-tokens.ts';
export { AdminGuard } from './admin.guard.ts';
export { CurrentAdmin } from './current-admin.decorator.ts';
export { hiddenFrom, seesPayloads, sightOf } from './role-view.ts';
export type { AdminToken, SignInOptions } from './sign-in-options.ts';
export { SignInModule } from './sign-in.module.ts';
