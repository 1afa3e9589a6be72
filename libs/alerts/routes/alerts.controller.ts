import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { AdminGuard, readQuery } from '#admin';
import { ROUTES, type AlertRuleView, type AlertsView } from '#contract';
import { AlertSender } from '../speaker/alert-sender.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';
import { OfAllTenants } from './of-all-tenants.guard.ts';

/** The state of alerts. Their history is that of the events `alert:*`. */
@Controller()
@UseGuards(AdminGuard, OfAllTenants)
export class AlertsController {
  constructor(
    private readonly alerts: AlertsProjection,
    private readonly sender: AlertSender,
  ) {}

  @Get(ROUTES.alerts)
  list(@Query() query: unknown): AlertsView {
    readQuery({}, query);
    const { asOf, firing, outbox } = this.alerts;
    return {
      asOf,
      rules: this.#rules(),
      receivers: this.sender.names,
      firing: [...firing.values()],
      waiting: outbox.map(({ message, receivers }) => ({ alert: message.id, receivers: [...receivers] })),
      silences: this.alerts.silencesAt(Date.now()),
    };
  }

  #rules(): AlertRuleView[] {
    const firing = new Set(Array.from(this.alerts.firing.values(), ({ rule }) => rule));
    const holding = new Set(this.alerts.holding);
    return this.alerts.rules.map((rule) => ({
      ...rule,
      source: this.alerts.isConfigured(rule.name) ? 'configuration' : 'console',
      state: firing.has(rule.name) ? 'firing' : holding.has(rule.name) ? 'pending' : 'quiet',
    }));
  }
}
