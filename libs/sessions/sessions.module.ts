import { Global, Module } from '@nestjs/common';
import { ShutdownModule } from '#shutdown';
import { AGREEMENT_BOUNDS, USUAL_AGREEMENT } from './derived/agreement-bounds.ts';
import { DerivedSessions } from './derived/derived-sessions.ts';
import { JoinedSessions } from './derived/joined-sessions.ts';
import { OpenedSessions } from './derived/opened-sessions.ts';
import { SessionAgreement } from './derived/session-agreement.ts';
import { LostSessions } from './lost-sessions.ts';
import { CallsElsewhereByAgent } from './running-calls/calls-elsewhere-by-agent.ts';
import { RunningCalls } from './running-calls/running-calls.ts';
import { SessionDirectory } from './session-directory.ts';
import { SessionRegistry } from './session-registry.ts';
import { SessionsElsewhere } from './sessions-elsewhere.ts';
import { ConfigurableModuleClass } from './sessions.module-definition.ts';

/**
 * Provides the open sessions of both origins and the running calls of this process, and the sessions and calls in the
 * log.
 */
@Global()
@Module({
  imports: [ShutdownModule],
  providers: [
    RunningCalls,
    SessionDirectory,
    SessionsElsewhere,
    CallsElsewhereByAgent,
    SessionRegistry,
    { provide: AGREEMENT_BOUNDS, useFactory: () => ({ ...USUAL_AGREEMENT }) },
    OpenedSessions,
    SessionAgreement,
    JoinedSessions,
    DerivedSessions,
    LostSessions,
  ],
  exports: [
    RunningCalls,
    CallsElsewhereByAgent,
    SessionRegistry,
    DerivedSessions,
    JoinedSessions,
    SessionDirectory,
  ],
})
export class SessionsModule extends ConfigurableModuleClass {}
