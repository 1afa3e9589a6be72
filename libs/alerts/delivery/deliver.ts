import type { AlertMessage } from '../state/alert-message.ts';
import { postWebhook } from './post-webhook.ts';
import type { AlertReceiver } from './receiver.ts';
import { sendMail } from './send-mail.ts';
import { webhookRequest } from './webhook-request.ts';

/** Tells one receiver of an alert, once. Rejects with a `DeliveryError`, which names no secret. */
export async function deliver(
  receiver: AlertReceiver,
  message: AlertMessage,
  signal: AbortSignal,
): Promise<void> {
  if (receiver.form === 'mail') await sendMail(receiver, message);
  else await postWebhook(receiver, webhookRequest(receiver, message), signal);
}
