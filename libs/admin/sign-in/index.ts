export type { AdminPrincipal, AdminSession } from './admin-principal.ts';
export { RequireRole } from './admin-role.decorator.ts';
export { AdminSessions } from './admin-sessions.ts';
export { AdminTokens } from './admin-tokens.ts';
export { AdminGuard } from './admin.guard.ts';
export { CurrentAdmin } from './current-admin.decorator.ts';
export { PrivateFileError } from './private-file.ts';
export type { AdminToken, SignInOptions } from './sign-in-options.ts';
export { SignInModule } from './sign-in.module.ts';
