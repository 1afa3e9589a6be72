import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EventDraft, EventId, InstanceLag } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventBus } from '../bus/event-bus.ts';
import { EventPublisher } from '../event-publisher.ts';
import { EVENTS_MODULE_OPTIONS, type EventsModuleOptions } from '../events.module-definition.ts';
import { EventLog } from '../log/event-log.ts';
import { LogError } from '../log/log-error.ts';
import type { HeardInstance, Membership, MembershipListener } from '../log/membership.ts';
import { InstancesProjection, type InstanceRecord } from './instances-projection.ts';
import { SilentInstances } from './silent-instances.ts';

/** The end of something that an instance has left open. */
export interface LeftOpen {
  instance: string;
  end: EventDraft;
}

/** An instance that is up. */
export interface KnownInstance extends InstanceRecord {
  /** Missing while nothing was heard of it. */
  lag?: InstanceLag;
}

/** Finds what is left open of the instances that have gone. */
export type FindLeftOpen = (gone: ReadonlySet<string>) => readonly LeftOpen[];

/** Milliseconds from one check to the next. */
export const CHECK_MS = 1_000;
/** Maximum number of ends that are appended together. */
const MAX_ENDS = 500;

/**
 * Keeps the instances of a shared log apart from those that have gone: announces this one, gives up the ones that are
 * silent, and ends what they have left open. Every instance does so, and the log accepts each event once.
 */
@Injectable()
export class InstanceKeeper implements MembershipListener {
  readonly #logger = new Logger('Instances');
  /** This process, if it is alone. */
  readonly #alone: KnownInstance;
  readonly #silence = new SilentInstances();
  readonly #finders: FindLeftOpen[] = [];
  #heard: readonly HeardInstance[] = [];
  #silent: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isLeaving = false;

  constructor(
    private readonly bus: EventBus,
    private readonly guard: DeliveryGuard,
    private readonly publisher: EventPublisher,
    private readonly log: EventLog,
    private readonly projection: InstancesProjection,
    @Inject(EVENTS_MODULE_OPTIONS) { instance }: EventsModuleOptions,
  ) {
    const { name = hostname(), version = '' } = instance ?? {};
    const since = new Date().toISOString();
    this.#alone = { instance: randomUUID(), name, version, since, lag: { events: 0, ms: 0 } };
  }

  /** Adds a function that finds what is left open. Call it in a constructor. */
  onGone(find: FindLeftOpen): void {
    this.#finders.push(find);
  }

  /** The id of this process, whether or not others share its log. Another one after a restart. */
  get instance(): string {
    return this.log.membership?.instance ?? this.#alone.instance;
  }

  /** The id of this process among the instances that share its log; undefined if no others can. */
  get shared(): string | undefined {
    return this.log.membership?.instance;
  }

  /** The URL at which the other instances reach this one; undefined if it has none. */
  get peerUrl(): string | undefined {
    return this.log.membership?.facts.peerUrl;
  }

  /** The other instances that are up, as they were heard last. */
  get others(): HeardInstance[] {
    const isOther = ({ instance }: HeardInstance): boolean =>
      instance !== this.shared && !this.projection.gone.has(instance);
    return this.#heard.filter(isOther);
  }

  /** Whether an instance has gone: nothing of it follows in the log any more. */
  hasGone(instance: string): boolean {
    return this.projection.gone.has(instance);
  }

  /** Hears the others now. Does nothing while the broker is away. */
  async listen(): Promise<void> {
    try {
      await this.log.membership?.listen();
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
    }
  }

  /** The instances that are up, in the order in which they joined. A process that is alone is the only one. */
  list(): KnownInstance[] {
    const { membership } = this.log;
    if (!membership) return [this.#alone];
    const lags = new Map(this.#heard.map(({ instance, lag }) => [instance, lag]));
    lags.set(membership.instance, membership.lag);
    return [...this.projection.up.values()].map((record) => {
      const lag = lags.get(record.instance);
      return lag ? { ...record, lag } : record;
    });
  }

  joined = (): void => {
    const { membership } = this.log;
    if (!membership || this.#isLeaving) return;
    const { instance, facts } = membership;
    const { name, version } = facts;
    this.#publish({ type: 'instance:up', data: { instance, name, version } });
    this.#checkSoon();
  };

  heard = (instances: readonly HeardInstance[]): void => {
    this.#heard = instances;
    const beats = new Map(instances.map((one) => [one.instance, one.beats]));
    // One of which the log tells and the broker does not has gone with the broker's data, or will beat again.
    const known = new Set([...beats.keys(), ...this.projection.up.keys()]);
    known.delete(this.log.membership?.instance ?? '');
    const signs = [...known].map((instance) => [instance, beats.get(instance)] as const);
    this.#silent = this.#silence.look(signs, performance.now());
    this.bus.emit('heard', undefined);
  };

  givenUp = (): void => {
    this.#logger.warn(
      'The other instances have not heard from this one for a while, and have ended its sessions and calls. It joins them anew.',
    );
    this.bus.emit('givenUp', undefined);
  };

  /** Announces that this instance leaves. */
  leave(): void {
    const { membership } = this.log;
    if (!membership || this.#isLeaving) return;
    this.#isLeaving = true;
    clearTimeout(this.#timer);
    this.#publish({ type: 'instance:down', data: { instance: membership.instance, reason: 'shutdown' } });
  }

  #publish(event: Pick<EventDraft, 'type' | 'data'>): void {
    this.publisher.publish({ ...event, sessionId: '', tenantId: '' } as EventDraft);
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    const check = (): void => this.guard.run('The check of instances', () => this.#check());
    this.#timer = setTimeout(check, CHECK_MS).unref();
  }

  async #check(): Promise<void> {
    const { membership } = this.log;
    if (!membership) return;
    // It was paused for long, and reads only now what the others did meanwhile.
    if (this.projection.gone.has(membership.instance)) {
      membership.joinAnew(membership.instance);
      // It may have to wait.
      if (!this.#isLeaving) this.#checkSoon();
      return;
    }
    try {
      for (const instance of this.#silent) await this.#giveUp(membership, instance);
      await this.#endLeftOpen();
    } catch (error) {
      // The broker is away, which the log reports; the next check tries again.
      if (!(error instanceof LogError)) throw error;
    } finally {
      if (!this.#isLeaving) this.#checkSoon();
    }
  }

  async #giveUp(membership: Membership, instance: string): Promise<void> {
    if (this.projection.gone.has(instance)) return membership.forget(instance);
    const data = { instance, reason: 'lost' } as const;
    const down = { type: 'instance:down', sessionId: '', tenantId: '', data } as const;
    if (await this.publisher.publishFor(instance, this.log.last, [down]))
      this.#logger.warn(`Instance ${instance} is lost: it has not made itself heard for a while`);
  }

  async #endLeftOpen(): Promise<void> {
    const { gone } = this.projection;
    if (gone.size === 0) return;
    // What is open at this position. Each end is appended only if nothing has changed since.
    const { last } = this.log;
    const left = this.#finders.flatMap((find) => find(gone));
    for (const [instance, ends] of Map.groupBy(left, (one) => one.instance))
      await this.#end(
        instance,
        last,
        ends.map(({ end }) => end),
      );
  }

  async #end(instance: string, last: EventId, ends: readonly EventDraft[]): Promise<void> {
    let upTo: EventId | undefined = last;
    for (let next = 0; upTo !== undefined && next < ends.length; next += MAX_ENDS)
      upTo = await this.publisher.publishFor(instance, upTo, ends.slice(next, next + MAX_ENDS));
  }
}
