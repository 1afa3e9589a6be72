import type { FiringAlert } from '#contract';
import { alertmanagerRequest } from '../delivery/alertmanager-request.ts';
import { postWebhook } from '../delivery/post-webhook.ts';
import type { AlertmanagerReceiver, AlertReceiver } from '../delivery/receiver.ts';
import type { AlertMessage } from '../state/alert-message.ts';
import type { SendingPace } from './sending-pace.ts';

/**
 * Repeats firing alerts to Alertmanager, which forgets alerts that are not repeated, and all alerts when it restarts.
 * No event reports a repetition, and a failed one is tried again the next time.
 */
export class AlertRepeats {
  /** When each receiver was told last, by its name, on the clock of `performance.now()`. */
  readonly #toldAt = new Map<string, number>();

  constructor(private readonly pace: Pick<SendingPace, 'repeatMs'>) {}

  /** Whether it is time to tell a receiver again. The first time is one pause after the first question. */
  isDue({ name, form }: AlertReceiver): boolean {
    if (form !== 'alertmanager') return false;
    const now = performance.now();
    const toldAt = this.#toldAt.get(name);
    if (toldAt === undefined) this.#toldAt.set(name, now);
    return toldAt !== undefined && now - toldAt >= this.pace.repeatMs;
  }

  /** Sends a receiver the firing alerts of which it was notified. Rejects with a `DeliveryError`. */
  async tell(
    receiver: AlertmanagerReceiver,
    firing: Iterable<FiringAlert>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#toldAt.set(receiver.name, performance.now());
    const messages = Array.from(firing)
      .filter(({ receivers }) => receivers?.includes(receiver.name))
      .map(messageOf);
    if (messages.length > 0) await postWebhook(receiver, alertmanagerRequest(receiver, messages), signal);
  }

  /** Another instance speaks for all. */
  stop(): void {
    this.#toldAt.clear();
  }
}

function messageOf(alert: FiringAlert): AlertMessage {
  return { id: alert.id, type: 'alert:firing', timestamp: alert.firedAt, data: alert };
}
