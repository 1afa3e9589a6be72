export { DerivedSessions, type DerivedSessionKey } from './derived-sessions.ts';
export type { CallCounts } from './running-calls/call-group.ts';
export type { CallDetails, RunningCall } from './running-calls/running-call.ts';
export { RunningCalls } from './running-calls/running-calls.ts';
export type { SessionDescription, SessionEnd } from './session-description.ts';
export { SessionDirectory } from './session-directory.ts';
export { SessionRegistry } from './session-registry.ts';
export { SessionsModule } from './sessions.module.ts';
export type { SessionsModuleOptions } from './sessions.module-definition.ts';
