import { Webhook } from 'standardwebhooks';
import { alertIdOf, summaryOf, type AlertMessage } from '../state/alert-message.ts';
import type { AlertmanagerReceiver, PagerDutyReceiver, WebhookReceiver } from './receiver.ts';

/** A webhook as it is sent. */
export interface WebhookRequest {
  body: string;
  headers: Record<string, string>;
}

/** For how long Alertmanager takes an alert as firing that nobody tells it of again, in milliseconds: a day. */
const ENDS_AFTER_MS = 86_400_000;

/** The webhook that tells a receiver of an alert, in the form that it takes. */
export function webhookRequest(receiver: WebhookReceiver, message: AlertMessage): WebhookRequest {
  switch (receiver.form) {
    case 'standard': {
      const { id, type, timestamp, data } = message;
      const body = JSON.stringify({ type, timestamp, data: { id, ...data } });
      return { body, headers: signatureOf(receiver.secret, id, body) };
    }
    case 'slack':
      return { body: JSON.stringify({ text: forSlack(summaryOf(message)) }), headers: {} };
    case 'pagerduty':
      return { body: JSON.stringify(pagerDutyEvent(receiver, message)), headers: {} };
    case 'alertmanager':
      return { body: JSON.stringify([alertmanagerAlert(message)]), headers: bearerOf(receiver) };
    default:
      return receiver satisfies never;
  }
}

/** The id is that of the event, so a receiver recognises one that it is sent again. */
function signatureOf(secret: string, id: string, body: string): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
}

/** Agents choose names in it. As markup these could call everybody, or hide where a link leads. */
function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function pagerDutyEvent({ secret }: PagerDutyReceiver, message: AlertMessage): object {
  const common = { routing_key: secret, dedup_key: alertIdOf(message) };
  if (message.type === 'alert:resolved') return { ...common, event_action: 'resolve' };
  const { timestamp, data } = message;
  const summary = summaryOf(message).slice(0, 1_024);
  const payload = { summary, source: 'crowsnest', severity: data.severity, timestamp, custom_details: data };
  return { ...common, event_action: 'trigger', payload };
}

function alertmanagerAlert(message: AlertMessage): object {
  const { rule, kind, severity, subject } = message.data;
  const { kind: _, ...about } = subject ?? {};
  const isOver = message.type === 'alert:resolved';
  const endsAt = Date.parse(message.timestamp) + (isOver ? 0 : ENDS_AFTER_MS);
  return {
    labels: { alertname: rule, kind, severity, alert: alertIdOf(message), ...about },
    annotations: { summary: summaryOf(message) },
    startsAt: message.data.since,
    endsAt: new Date(endsAt).toISOString(),
  };
}

function bearerOf({ secret }: AlertmanagerReceiver): Record<string, string> {
  return secret === undefined ? {} : { authorization: `Bearer ${secret}` };
}
