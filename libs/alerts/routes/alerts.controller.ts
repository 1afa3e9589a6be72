import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { AdminGuard, CurrentAdmin, readQuery } from '#admin';
import { ROUTES, type AlertsView } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { AlertSender } from '../speaker/alert-sender.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';

/** The state of alerts. Their history is that of the events `alert:*`. */
@Controller()
@UseGuards(AdminGuard)
export class AlertsController {
  constructor(
    private readonly alerts: AlertsProjection,
    private readonly sender: AlertSender,
  ) {}

  @Get(ROUTES.alerts)
  list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): AlertsView {
    readQuery({}, query);
    if (tenantId !== null)
      throw new EdgeError(403, 'FORBIDDEN', 'Alerts are of all tenants: they need an admin of all.');
    const { asOf, rules, firing, outbox } = this.alerts;
    return {
      asOf,
      rules: [...rules],
      receivers: this.sender.names,
      firing: [...firing.values()],
      waiting: outbox.map(({ message, receivers }) => ({ alert: message.id, receivers: [...receivers] })),
    };
  }
}
