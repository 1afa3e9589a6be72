export { DerivedSessions, type DerivedSessionKey } from './derived-sessions.ts';
export type { SessionDescription, SessionEnd } from './session-description.ts';
export { SessionDirectory } from './session-directory.ts';
export { SessionRegistry } from './session-registry.ts';
export { SessionsModule } from './sessions.module.ts';
export type { SessionsModuleOptions } from './sessions.module-definition.ts';
