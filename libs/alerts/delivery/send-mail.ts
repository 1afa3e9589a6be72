import { alertIdOf, summaryOf, type AlertMessage } from '../state/alert-message.ts';
import { DeliveryError } from './delivery-error.ts';
import type { MailReceiver } from './receiver.ts';

/** Milliseconds in which the mail server has to answer. */
const ANSWER_MS = 15_000;

/**
 * Sends a mail, and resolves once the server has taken it for everybody. It has the same id when it is sent again. Rejects
 * with a {@link DeliveryError}, which names no secret.
 */
export async function sendMail(receiver: MailReceiver, message: AlertMessage): Promise<void> {
  const { host } = new URL(receiver.url);
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: receiver.url,
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({
      from: receiver.from,
      to: [...receiver.to],
      subject: summaryOf(message),
      messageId: messageIdOf(message.id, receiver),
      // A program of mails shows the end of an alert below its beginning.
      ...(message.type === 'alert:resolved' && { inReplyTo: messageIdOf(alertIdOf(message), receiver) }),
      // So that nobody's notice of absence is sent in answer (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: `${summaryOf(message)}\n\n${JSON.stringify(message.data, null, 2)}\n`,
    });
    // The others have it, and would get it again.
    if (rejected.length > 0)
      throw new DeliveryError(`${host} did not take the mail for ${rejected.map(String).join(', ')}`, false);
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    const { code = 'an error', responseCode = 0 } = error as { code?: string; responseCode?: number };
    throw new DeliveryError(`${host} did not take the mail (${responseCode || code})`, responseCode < 500);
  } finally {
    transport.close();
  }
}

function messageIdOf(id: string, { name }: MailReceiver): string {
  return `<${id}.${name.replace(/[^\w.-]/g, '_')}@crowsnest>`;
}
