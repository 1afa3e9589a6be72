import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { silenceOf, type AlertRule, type EventDraft, type FiringAlert, type Silence } from '#contract';
import { DeliveryGuard, EventBus, EventPublisher, InstanceKeeper } from '#events';
import { AlertSender } from './alert-sender.ts';
import type { DueAlert } from '../watch/rule-watch.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';
import { alertKey } from '../state/firing-alerts.ts';

/** Milliseconds between two evaluations of the rules. */
const LOOK_MS = 1_000;

/**
 * Publishes which alerts begin and end. Of several instances only the one that has been up longest does so: the log says
 * which one that is, and accepts nothing more of an instance that the others have given up.
 */
@Injectable()
export class AlertKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  /** What was published and has not come back from the log: the types by the keys of alerts. */
  readonly #published = new Map<string, EventDraft['type']>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly alerts: AlertsProjection,
    private readonly sender: AlertSender,
    private readonly instances: InstanceKeeper,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    bus: EventBus,
  ) {
    bus.on('committed', 'Alerts', (batch) => {
      if (this.#published.size === 0) return;
      for (const { event } of batch.events) {
        if (event.type === 'alert:firing' || event.type === 'alert:resolved')
          this.#published.delete(alertKey(event.data));
        // What an outage has lost does not come back, and is published again.
        else if (event.type === 'log:recovered') this.#published.clear();
      }
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.guard.run('The look at alerts', () => this.look()), LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Whether this process speaks for all that share the log. */
  get leads(): boolean {
    return this.instances.list()[0]?.instance === this.instances.instance;
  }

  /** Compares the alerts that should fire with those that do, and publishes the difference. */
  look(): void {
    const { alerts } = this;
    if (alerts.rules.length === 0 && alerts.firing.size === 0 && alerts.outbox.length === 0) return;
    const due = alerts.due();
    if (!this.leads) return this.#rest();
    this.sender.send();
    const silences = alerts.silencesAt(Date.now());
    const holding = new Set<string>();
    for (const [rule, conditions] of due)
      for (const condition of conditions.values()) holding.add(this.#tell(rule, condition, silences));
    for (const [key, alert] of alerts.firing)
      if (!holding.has(key)) this.#publish(key, resolvedOf(alert, alerts.rules));
  }

  /** Publishes an alert, unless it fires and receivers were told, or still are not to be told. Returns its key. */
  #tell(rule: AlertRule, condition: DueAlert, silences: readonly Silence[]): string {
    const alert = { ...condition, rule: rule.name };
    const key = alertKey(alert);
    const known = this.alerts.firing.get(key);
    const silence = silenceOf(silences, alert, Date.now());
    if (!known || (known.silence !== undefined && !silence))
      this.#publish(key, firingOf(rule, condition, silence ?? this.sender.names));
    return key;
  }

  /** Another instance speaks for all. */
  #rest(): void {
    this.#published.clear();
    this.sender.stop();
  }

  #publish(key: string, draft: EventDraft): void {
    if (this.#published.get(key) === draft.type) return;
    this.#published.set(key, draft.type);
    this.publisher.publish(draft);
  }
}

/** `told` are all receivers, or the silence that keeps them from being notified. */
function firingOf(
  rule: AlertRule,
  { value, threshold, since, subject }: DueAlert,
  told: readonly string[] | Silence,
): EventDraft {
  const { name, kind, severity, filter } = rule;
  const silence = 'id' in told ? told.id : undefined;
  const receivers = 'id' in told ? [] : (rule.receivers ?? told);
  const data = {
    rule: name,
    kind,
    severity,
    value,
    threshold,
    since: new Date(since).toISOString(),
    ...(subject && { subject }),
    ...(filter !== undefined && { filter }),
    ...(receivers.length > 0 && { receivers: [...receivers] }),
    ...(silence !== undefined && { silence }),
  };
  return { type: 'alert:firing', sessionId: '', tenantId: '', data };
}

function resolvedOf(alert: FiringAlert, rules: readonly AlertRule[]): EventDraft {
  // A rule with another kind, filter or window does not know whether its alert would fire.
  const hasRule = rules.some(
    ({ name, kind, filter }) => name === alert.rule && kind === alert.kind && filter === alert.filter,
  );
  const { id, rule, kind, severity, since, subject, filter, receivers, silence } = alert;
  const data = {
    firing: id,
    rule,
    kind,
    severity,
    since,
    ...(subject && { subject }),
    ...(filter !== undefined && { filter }),
    ...(receivers && { receivers }),
    ...(silence !== undefined && { silence }),
    reason: hasRule ? 'recovered' : 'removed',
  } as const;
  return { type: 'alert:resolved', sessionId: '', tenantId: '', data };
}
