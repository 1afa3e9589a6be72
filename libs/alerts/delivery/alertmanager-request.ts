import { alertIdOf, summaryOf, type AlertMessage } from '../state/alert-message.ts';
import type { WebhookRequest } from './post-webhook.ts';
import type { AlertmanagerReceiver } from './receiver.ts';

/** The webhook that tells Alertmanager of alerts, by version 2 of its API. */
export function alertmanagerRequest(
  { secret }: AlertmanagerReceiver,
  messages: readonly AlertMessage[],
): WebhookRequest {
  const headers: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  return { body: JSON.stringify(messages.map(alertOf)), headers };
}

/** An alert without an end fires for as long as its `resolve_timeout` from now on, by its own clock. */
function alertOf(message: AlertMessage): object {
  const { rule, kind, severity, subject, since } = message.data;
  const { kind: _, ...about } = subject ?? {};
  const alert = {
    labels: { alertname: rule, kind, severity, alert: alertIdOf(message), ...about },
    annotations: { summary: summaryOf(message) },
  };
  if (message.type === 'alert:firing') return { ...alert, startsAt: since };
  // Event time may be ahead of the clock. An alert that begins after its end is refused.
  const startsAt = since < message.timestamp ? since : message.timestamp;
  return { ...alert, startsAt, endsAt: message.timestamp };
}
