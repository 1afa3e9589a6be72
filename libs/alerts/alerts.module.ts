import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AdminIdentities, AuditTrail } from '#admin';
import { AccessPolicy, Edge } from '#edge';
import { ConfigurableModuleClass } from './alerts.module-definition.ts';
import { RuleCommands } from './commands/rule-commands.ts';
import { SilenceCommands } from './commands/silence-commands.ts';
import { PREVIEW_BOUNDS, USUAL_BOUNDS } from './preview/preview-bounds.ts';
import { RulePreviews } from './preview/rule-previews.ts';
import { AlertsController } from './routes/alerts.controller.ts';
import { RulesController } from './routes/rules.controller.ts';
import { SilencesController } from './routes/silences.controller.ts';
import { AlertSender } from './speaker/alert-sender.ts';
import { AlertKeeper } from './speaker/alert-keeper.ts';
import { SENDING_PACE, USUAL_PACE } from './speaker/sending-pace.ts';
import { AlertsProjection } from './state/alerts-projection.ts';

/** Rules over the events, and the alerts that they raise. */
@Module({
  providers: [
    AlertsProjection,
    AlertSender,
    AlertKeeper,
    SilenceCommands,
    RuleCommands,
    RulePreviews,
    { provide: PREVIEW_BOUNDS, useFactory: () => ({ ...USUAL_BOUNDS }) },
    { provide: SENDING_PACE, useFactory: () => ({ ...USUAL_PACE }) },
  ],
  exports: [AlertsProjection, AlertSender],
})
export class AlertsModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [AlertsController, SilencesController, RulesController],
      services: [
        AccessPolicy,
        AdminIdentities,
        AlertsProjection,
        AlertSender,
        AuditTrail,
        RuleCommands,
        RulePreviews,
        SilenceCommands,
      ],
    });
  }
}
