/** What every receiver states. */
interface ReceiverFacts {
  /** Unique among all receivers. */
  name: string;
  /** May hold a secret. */
  url: string;
}

/** Somebody who takes webhooks. */
interface WebhookFacts extends ReceiverFacts {
  /** Whether its address may be private, loopback or link-local. */
  allowPrivate: boolean;
}

/** Takes webhooks that are signed as Standard Webhooks describes. */
export interface StandardReceiver extends WebhookFacts {
  form: 'standard';
  /** `whsec_` and the key in Base64. */
  secret: string;
}

/** An incoming webhook of Slack, or of what takes the same form. */
export interface SlackReceiver extends WebhookFacts {
  form: 'slack';
}

/** Version 2 of PagerDuty's events API. */
export interface PagerDutyReceiver extends WebhookFacts {
  form: 'pagerduty';
  /** The routing key of the integration. */
  secret: string;
}

/** Version 2 of Alertmanager's API. */
export interface AlertmanagerReceiver extends WebhookFacts {
  form: 'alertmanager';
  /** A bearer token, if it needs one. */
  secret?: string;
}

/** A mail server, at an `smtp:` or `smtps:` URL. */
export interface MailReceiver extends ReceiverFacts {
  form: 'mail';
  from: string;
  to: readonly string[];
}

/** A receiver that is notified by an HTTP request. */
export type WebhookReceiver = StandardReceiver | SlackReceiver | PagerDutyReceiver | AlertmanagerReceiver;

/** Who is notified of alerts. Contains secrets. */
export type AlertReceiver = WebhookReceiver | MailReceiver;
