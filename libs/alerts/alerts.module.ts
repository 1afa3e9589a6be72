import { Module } from '@nestjs/common';
import { ConfigurableModuleClass } from './alerts.module-definition.ts';
import { AlertKeeper } from './state/alert-keeper.ts';
import { AlertsProjection } from './state/alerts-projection.ts';

/** Rules over the events, and the alerts that they raise. */
@Module({
  providers: [AlertsProjection, AlertKeeper],
  exports: [AlertsProjection],
})
export class AlertsModule extends ConfigurableModuleClass {}
