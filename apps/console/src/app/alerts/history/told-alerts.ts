import {
  withSubjectKind,
  type AlertFiringData,
  type AlertSubject,
  type CrowsnestEvent,
  type EventId,
  type EventOf,
} from '#contract';

/** What became of telling a receiver of an alert. */
export interface Delivery {
  receiver: string;
  /** Whether it was told of the beginning or of the end. */
  of: 'firing' | 'resolved';
  outcome: 'sent' | 'undelivered' | 'waiting';
  attempts: number;
  /** Why it was not told. */
  error?: string;
}

/** An alert of the past, with its end and with who was told. */
export interface ToldAlert {
  /** The id of its `alert:firing`. */
  id: EventId;
  rule: string;
  kind: AlertFiringData['kind'];
  severity: AlertFiringData['severity'];
  subject: AlertSubject | undefined;
  value: number;
  threshold: number;
  /** Times of events: ISO 8601, UTC. */
  firedAt: string;
  resolvedAt?: string;
  reason?: 'recovered' | 'removed';
  /** Whether a silence was the reason why nobody was told. */
  isSilenced: boolean;
  deliveries: Delivery[];
}

/** Joins the events of alerts, oldest first, into one entry for each `alert:firing`, newest first. */
export function toldAlerts(events: readonly CrowsnestEvent[]): ToldAlert[] {
  const alerts = new Map<EventId, ToldAlert>();
  /** The alert that each told event belongs to. */
  const told = new Map<EventId, ToldAlert>();
  for (const event of events) {
    if (event.type === 'alert:firing') {
      const alert = begun(event);
      alerts.set(event.id, alert);
      told.set(event.id, alert);
    } else if (event.type === 'alert:resolved') {
      const alert = alerts.get(event.data.firing);
      if (!alert) continue;
      told.set(event.id, alert);
      Object.assign(alert, { resolvedAt: event.timestamp, reason: event.data.reason });
      alert.deliveries.push(...waitingFor(event.data.receivers, 'resolved'));
    } else if (event.type === 'alert:sent' || event.type === 'alert:undelivered') settle(told, event);
  }
  return [...alerts.values()].toReversed();
}

function begun({ id, timestamp, data }: EventOf<'alert:firing'>): ToldAlert {
  const { rule, kind, severity, subject, value, threshold, silence, receivers } = withSubjectKind(data);
  const facts = { id, rule, kind, severity, subject, value, threshold };
  const isSilenced = silence !== undefined;
  return { ...facts, firedAt: timestamp, isSilenced, deliveries: waitingFor(receivers, 'firing') };
}

function waitingFor(receivers: readonly string[] = [], of: Delivery['of']): Delivery[] {
  return receivers.map((receiver) => ({ receiver, of, outcome: 'waiting', attempts: 0 }));
}

function settle(
  told: ReadonlyMap<EventId, ToldAlert>,
  { type, data }: EventOf<'alert:sent'> | EventOf<'alert:undelivered'>,
): void {
  const alert = told.get(data.alert);
  const of = alert?.id === data.alert ? 'firing' : 'resolved';
  const delivery = alert?.deliveries.find((one) => one.receiver === data.receiver && one.of === of);
  if (!delivery) return;
  delivery.outcome = type === 'alert:sent' ? 'sent' : 'undelivered';
  delivery.attempts = data.attempts;
  if ('error' in data) delivery.error = data.error;
}

/** Describes what became of telling a receiver, without the reason. */
export function deliveryText({ receiver, of, outcome, attempts }: Delivery): string {
  const what = of === 'firing' ? receiver : `${receiver}, of the end`;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  switch (outcome) {
    case 'sent':
      return `${what}: sent${tries}`;
    case 'undelivered':
      return `${what}: not sent${tries}`;
    case 'waiting':
      return `${what}: waits`;
    default:
      return outcome satisfies never;
  }
}
