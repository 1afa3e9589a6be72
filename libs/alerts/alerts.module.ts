import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AdminIdentities } from '#admin';
import { AccessPolicy, Edge } from '#edge';
import { ConfigurableModuleClass } from './alerts.module-definition.ts';
import { AlertsController } from './routes/alerts.controller.ts';
import { AlertSender } from './speaker/alert-sender.ts';
import { AlertKeeper } from './speaker/alert-keeper.ts';
import { AlertsProjection } from './state/alerts-projection.ts';

/** Rules over the events, and the alerts that they raise. */
@Module({
  providers: [AlertsProjection, AlertSender, AlertKeeper],
  exports: [AlertsProjection, AlertSender],
})
export class AlertsModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [AlertsController],
      services: [AccessPolicy, AdminIdentities, AlertsProjection, AlertSender],
    });
  }
}
