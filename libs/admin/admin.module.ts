import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ClusterModule } from '#cluster';
import { AccessPolicy, Edge } from '#edge';
import { EventLog, InstanceKeeper } from '#events';
import { QuotaUse } from '#quotas';
import { SessionDirectory } from '#sessions';
import { Readiness, ShutdownModule } from '#shutdown';
import { PastStats, StatsProjection } from '#stats';
import { DefinitionsProjection, Offers, WithheldTools } from '#tools';
import { ConfigurableModuleClass } from './admin.module-definition.ts';
import { AskController } from './ask/ask.controller.ts';
import { AskServers } from './ask/ask-servers.ts';
import { AskToolbox } from './ask/ask-toolbox.ts';
import { EndedCalls } from './ask/ended-calls.ts';
import { CallTools } from './ask/tools/call-tools.ts';
import { CommandTools } from './ask/tools/command-tools.ts';
import { CounterTools } from './ask/tools/counter-tools.ts';
import { PaceTools } from './ask/tools/pace-tools.ts';
import { SessionTools } from './ask/tools/session-tools.ts';
import { CallCommands } from './commands/call-commands.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { OwnerCommands } from './commands/owner-commands.ts';
import { PayloadCommands } from './commands/payload-commands.ts';
import { PayloadsController } from './commands/payloads.controller.ts';
import { ToolApprovalController } from './commands/tool-approval.controller.ts';
import { ToolCommands } from './commands/tool-commands.ts';
import { SessionCommands } from './commands/session-commands.ts';
import { HealthController } from './read/health.controller.ts';
import { ExportController } from './read/export/export.controller.ts';
import { HistoryPages } from './read/history-pages.ts';
import { HistoryController } from './read/history.controller.ts';
import { InstancesController } from './read/instances.controller.ts';
import { PastRanges } from './read/past-ranges.ts';
import { QuotasController } from './read/quotas.controller.ts';
import { SessionsController } from './read/sessions.controller.ts';
import { StatsController } from './read/stats.controller.ts';
import { ToolsController } from './read/tools.controller.ts';
import { AdminIdentities, AdminSessions } from './sign-in/index.ts';
import { AuditTrail, OpenedPayloads } from './trail/index.ts';
import { StreamController } from './stream/stream.controller.ts';
import { StreamHub } from './stream/stream-hub.ts';

/**
 * What admins see and do: the live stream, the counters, history and sessions, and commands to those. Global: metrics
 * count the streams.
 */
@Global()
@Module({
  imports: [ClusterModule, ShutdownModule],
  providers: [
    StreamHub,
    OwnerCommands,
    SessionCommands,
    CallCommands,
    PayloadCommands,
    ToolCommands,
    OpenedPayloads,
    HistoryPages,
    PastRanges,
    EndedCalls,
    CounterTools,
    SessionTools,
    CallTools,
    PaceTools,
    CommandTools,
    AskToolbox,
    AskServers,
  ],
  exports: [AskToolbox, StreamHub],
})
export class AdminModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [
        StreamController,
        StatsController,
        HistoryController,
        ExportController,
        SessionsController,
        InstancesController,
        QuotasController,
        ToolsController,
        CommandsController,
        PayloadsController,
        ToolApprovalController,
        AskController,
        HealthController,
      ],
      services: [
        AccessPolicy,
        AdminIdentities,
        AdminSessions,
        AskServers,
        AuditTrail,
        CallCommands,
        DefinitionsProjection,
        EventLog,
        HistoryPages,
        InstanceKeeper,
        Offers,
        OpenedPayloads,
        PastRanges,
        PastStats,
        PayloadCommands,
        QuotaUse,
        Readiness,
        SessionCommands,
        SessionDirectory,
        StatsProjection,
        StreamHub,
        ToolCommands,
        WithheldTools,
      ],
    });
  }
}
