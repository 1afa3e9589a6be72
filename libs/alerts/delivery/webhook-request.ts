import { Webhook } from 'standardwebhooks';
import { cutText } from '#redaction';
import { alertIdOf, summaryOf, type AlertMessage } from '../state/alert-message.ts';
import { alertmanagerRequest } from './alertmanager-request.ts';
import type { WebhookRequest } from './post-webhook.ts';
import type { PagerDutyReceiver, WebhookReceiver } from './receiver.ts';

/** Maximum length of a summary of PagerDuty, in characters. */
const MAX_SUMMARY = 1_024;

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
      return alertmanagerRequest(receiver, [message]);
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
  const summary = cutText(summaryOf(message), MAX_SUMMARY);
  const payload = { summary, source: 'crowsnest', severity: data.severity, timestamp, custom_details: data };
  return { ...common, event_action: 'trigger', payload };
}
