import { Module } from '@nestjs/common';
import { ConfigurableModuleClass } from './alerts.module-definition.ts';
import { AlertSender } from './speaker/alert-sender.ts';
import { AlertKeeper } from './speaker/alert-keeper.ts';
import { AlertsProjection } from './state/alerts-projection.ts';

/** Rules over the events, and the alerts that they raise. */
@Module({
  providers: [AlertsProjection, AlertSender, AlertKeeper],
  exports: [AlertsProjection, AlertSender],
})
export class AlertsModule extends ConfigurableModuleClass {}
