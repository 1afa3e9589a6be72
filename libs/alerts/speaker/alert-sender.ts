import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EventId } from '#contract';
import { DeliveryGuard, EventPublisher } from '#events';
import { ALERTS_MODULE_OPTIONS, type AlertsModuleOptions } from '../alerts.module-definition.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';
import type { AlertMessage } from '../state/alert-message.ts';
import { deliver } from '../delivery/deliver.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import type { AlertReceiver } from '../delivery/receiver.ts';

/** Attempts to tell a receiver of one alert, over about eight minutes. */
const ATTEMPTS = 10;
/** Milliseconds after the first failed attempt; doubled after each further one. */
const FIRST_WAIT_MS = 1_000;

/**
 * Tells receivers of alerts, each of one alert after the other, and publishes what has become of it. A message is sent
 * again, with the same id, if the process dies before it could publish that.
 */
@Injectable()
export class AlertSender implements OnModuleDestroy {
  readonly #logger = new Logger('Alerts');
  readonly #busy = new Set<string>();
  /** What was published of messages and has not come back from the log: `ID RECEIVER`. */
  readonly #settled = new Set<string>();
  #receivers: readonly AlertReceiver[];
  #ending = new AbortController();

  constructor(
    private readonly alerts: AlertsProjection,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    @Inject(ALERTS_MODULE_OPTIONS) { receivers = [] }: AlertsModuleOptions,
  ) {
    this.#receivers = receivers;
  }

  /** The names of all receivers. */
  get names(): string[] {
    return this.#receivers.map(({ name }) => name);
  }

  /** Tells these receivers from now on. What waits for one that is not among them is given up. */
  replaceReceivers(receivers: readonly AlertReceiver[]): void {
    this.#receivers = receivers;
  }

  onModuleDestroy(): void {
    this.#ending.abort();
  }

  /** Begins to send what waits. */
  send(): void {
    const { outbox } = this.alerts;
    const waiting = new Set(outbox.map(({ message }) => message.id));
    for (const settled of this.#settled)
      if (!waiting.has(settled.split(' ', 1)[0] as EventId)) this.#settled.delete(settled);
    for (const { receivers } of outbox)
      for (const name of receivers)
        if (!this.#busy.has(name)) {
          this.#busy.add(name);
          this.guard.run('The sender of alerts', () => this.#work(name, this.#ending.signal));
        }
  }

  /** Stops sending: another instance does. */
  stop(): void {
    if (this.#busy.size === 0 && this.#settled.size === 0) return;
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#settled.clear();
  }

  async #work(name: string, signal: AbortSignal): Promise<void> {
    try {
      for (let next = this.#next(name); next && !signal.aborted; next = this.#next(name))
        await this.#tell(name, next, signal);
    } finally {
      this.#busy.delete(name);
    }
  }

  #next(name: string): AlertMessage | undefined {
    const waiting = this.alerts.outbox.filter(({ receivers }) => receivers.includes(name));
    return waiting.find(({ message }) => !this.#settled.has(`${message.id} ${name}`))?.message;
  }

  async #tell(name: string, message: AlertMessage, signal: AbortSignal): Promise<void> {
    for (let attempts = 1; !signal.aborted; attempts += 1) {
      const error = await this.#attempt(name, message, signal);
      if (signal.aborted) return;
      if (!error) return this.#settle(message, name, { attempts });
      if (!error.isPassing || attempts >= ATTEMPTS) {
        this.#logger.error(`"${name}" was not told of the alert "${message.data.rule}": ${error.message}`);
        return this.#settle(message, name, { attempts, error: error.message });
      }
      // Half of the wait is chance, so that several servers do not come back together.
      const waitMs = FIRST_WAIT_MS * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      await setTimeout(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #attempt(
    name: string,
    message: AlertMessage,
    signal: AbortSignal,
  ): Promise<DeliveryError | undefined> {
    const receiver = this.#receivers.find((one) => one.name === name);
    if (!receiver) return new DeliveryError('There is no such receiver any more', false);
    try {
      await deliver(receiver, message, signal);
      return undefined;
    } catch (error) {
      if (error instanceof DeliveryError) return error;
      throw error;
    }
  }

  #settle(message: AlertMessage, receiver: string, fate: { attempts: number; error?: string }): void {
    this.#settled.add(`${message.id} ${receiver}`);
    const { attempts, error } = fate;
    const data = { alert: message.id, rule: message.data.rule, receiver, attempts };
    const about = { sessionId: '', tenantId: '' };
    if (error === undefined) this.publisher.publish({ ...about, type: 'alert:sent', data });
    else this.publisher.publish({ ...about, type: 'alert:undelivered', data: { ...data, error } });
  }
}
