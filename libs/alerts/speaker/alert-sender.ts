import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EventId } from '#contract';
import { DeliveryGuard, EventPublisher } from '#events';
import { ALERTS_MODULE_OPTIONS, type AlertsModuleOptions } from '../alerts.module-definition.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';
import type { AlertMessage } from '../state/alert-message.ts';
import { deliver } from '../delivery/deliver.ts';
import { DeliveryError, failureOf } from '../delivery/delivery-error.ts';
import type { AlertReceiver } from '../delivery/receiver.ts';
import { AlertRepeats } from './alert-repeats.ts';
import { SENDING_PACE, type SendingPace } from './sending-pace.ts';

/** Attempts to tell a receiver of one alert, over about eight minutes. */
const ATTEMPTS = 10;
/** Number of messages that may wait. Of more, the oldest are given up. */
const MAX_WAITING = 1_000;

/**
 * Notifies receivers of alerts, each of one alert after the other, and publishes the outcome. A message is sent again,
 * with the same id, if the process dies before it could publish that.
 */
@Injectable()
export class AlertSender implements OnModuleDestroy {
  readonly #logger = new Logger('Alerts');
  readonly #busy = new Set<string>();
  /** What was published of messages and has not come back from the log: `ID RECEIVER`. */
  readonly #settled = new Set<string>();
  readonly #repeats: AlertRepeats;
  #receivers: readonly AlertReceiver[];
  #ending = new AbortController();

  constructor(
    private readonly alerts: AlertsProjection,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    @Inject(SENDING_PACE) private readonly pace: SendingPace,
    @Inject(ALERTS_MODULE_OPTIONS) { receivers = [] }: AlertsModuleOptions,
  ) {
    this.#receivers = receivers;
    this.#repeats = new AlertRepeats(pace);
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

  /** Begins to send what waits, and what is to be told again. */
  send(): void {
    const { outbox } = this.alerts;
    const waiting = new Set(outbox.map(({ message }) => message.id));
    for (const settled of this.#settled)
      if (!waiting.has(settled.split(' ', 1)[0] as EventId)) this.#settled.delete(settled);
    this.#giveUpOldest();
    const repeated = this.#receivers.filter((receiver) => this.#repeats.isDue(receiver));
    const names = [...outbox.flatMap(({ receivers }) => receivers), ...repeated.map(({ name }) => name)];
    for (const name of names)
      if (!this.#busy.has(name)) {
        this.#busy.add(name);
        this.guard.run('The sender of alerts', () => this.#work(name, this.#ending.signal));
      }
  }

  /** Stops sending: another instance does. */
  stop(): void {
    this.#repeats.stop();
    if (this.#busy.size === 0 && this.#settled.size === 0) return;
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#settled.clear();
  }

  /** Receivers that are away for long must not fill the memory. */
  #giveUpOldest(): void {
    const { outbox } = this.alerts;
    const error = `More than ${MAX_WAITING} messages wait, of which this was the oldest`;
    for (const { message, receivers } of outbox.slice(0, Math.max(0, outbox.length - MAX_WAITING)))
      for (const name of receivers)
        if (!this.#isSettled(name, message)) this.#settle(message, name, { attempts: 0, error });
  }

  async #work(name: string, signal: AbortSignal): Promise<void> {
    try {
      for (let next = this.#next(name); next && !signal.aborted; next = this.#next(name))
        await this.#tell(name, next, signal);
      await this.#repeat(name, signal);
    } finally {
      this.#busy.delete(name);
    }
  }

  #next(name: string): AlertMessage | undefined {
    return this.alerts.outbox.find(
      ({ message, receivers }) => receivers.includes(name) && !this.#isSettled(name, message),
    )?.message;
  }

  #isSettled(name: string, { id }: AlertMessage): boolean {
    return this.#settled.has(`${id} ${name}`);
  }

  /** Whether a message still has to be sent to a receiver. It may have been given up meanwhile. */
  #waits(name: string, message: AlertMessage): boolean {
    if (this.#isSettled(name, message)) return false;
    const entry = this.alerts.outbox.find((one) => one.message.id === message.id);
    return entry?.receivers.includes(name) ?? false;
  }

  /** Tells a receiver again of what fires, once it knows all that has waited. */
  async #repeat(name: string, signal: AbortSignal): Promise<void> {
    const receiver = this.#find(name);
    if (signal.aborted || receiver?.form !== 'alertmanager' || !this.#repeats.isDue(receiver)) return;
    const error = await failureOf(this.#repeats.tell(receiver, this.alerts.firing.values(), signal));
    if (error && !signal.aborted)
      this.#logger.warn(`"${name}" was not told again of what fires: ${error.message}`);
  }

  async #tell(name: string, message: AlertMessage, signal: AbortSignal): Promise<void> {
    for (let attempts = 1; !signal.aborted; attempts += 1) {
      const error = await this.#attempt(name, message, signal);
      if (signal.aborted || !this.#waits(name, message)) return;
      if (!error) return this.#settle(message, name, { attempts });
      if (!error.isPassing || attempts >= ATTEMPTS) {
        this.#logger.error(`"${name}" was not told of the alert "${message.data.rule}": ${error.message}`);
        return this.#settle(message, name, { attempts, error: error.message });
      }
      // Half of the wait is chance, so that several servers do not come back together.
      const waitMs = this.pace.firstWaitMs * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      await setTimeout(Math.max(waitMs, error.leaveMs), undefined, { signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  async #attempt(
    name: string,
    message: AlertMessage,
    signal: AbortSignal,
  ): Promise<DeliveryError | undefined> {
    const receiver = this.#find(name);
    if (!receiver) return new DeliveryError('There is no such receiver any more', false);
    return failureOf(deliver(receiver, message, signal));
  }

  #find(name: string): AlertReceiver | undefined {
    return this.#receivers.find((one) => one.name === name);
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
