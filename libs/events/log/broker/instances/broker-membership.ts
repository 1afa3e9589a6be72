import type { EventId, InstanceLag, UncommittedEvent } from '#contract';
import { encodeEvent } from '../../../encoding/logged-event.ts';
import { sessionChangeOf } from '../../../encoding/session-changes.ts';
import type { Delivery } from '../../delivery.ts';
import { isGivenUp } from '../../log-error.ts';
import type { HeardInstance, InstanceFacts, Membership, MembershipListener } from '../../membership.ts';
import type { Broker, CountedBeat } from '../broker.ts';
import type { BrokerHealth } from '../broker-health.ts';
import type { InstanceIdentity } from '../instance-identity.ts';
import { LagWatch } from './lag-watch.ts';
import type { LogView } from '../log-view.ts';
import type { OutgoingEvents } from '../outgoing/outgoing-events.ts';

/** What the membership works with. */
export interface MembershipParts {
  broker: Broker;
  view: LogView;
  delivery: Delivery;
  outgoing: OutgoingEvents;
  health: BrokerHealth;
  identity: InstanceIdentity;
  facts: InstanceFacts;
  listener: MembershipListener | undefined;
}

/** Milliseconds from one sign of life to the next. */
export const BEAT_MS = 2_500;
/** Milliseconds until this process looks again whether it can join anew. */
const AGAIN_MS = 250;

/** Keeps this process alive in the eyes of the others, and hears them. */
export class BrokerMembership implements Membership {
  readonly #lag: LagWatch;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Resolves when no sign of life is on its way. */
  #told: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: MembershipParts) {
    this.#lag = new LagWatch((id) => parts.broker.numberOf(id));
  }

  get instance(): string {
    return this.parts.identity.current;
  }

  get facts(): InstanceFacts {
    return this.parts.facts;
  }

  get lag(): InstanceLag {
    return this.#lag.measure(this.parts.delivery.last, performance.now());
  }

  /** Joins the others, and begins to beat. */
  begin(): void {
    this.parts.listener?.joined();
    void this.#beat();
  }

  async appendFor(
    instance: string,
    upTo: EventId,
    events: readonly UncommittedEvent[],
  ): Promise<EventId | undefined> {
    const jsons = events.map(encodeEvent);
    const changes = events.map((event) => sessionChangeOf({ ...event, event }));
    const sessions = changes.filter((change) => change !== undefined);
    return this.parts.broker.appendFor({ instance, upTo, jsons, sessions });
  }

  async listen(): Promise<void> {
    this.#hear(await this.#tell(this.instance));
  }

  forget(instance: string): Promise<void> {
    return this.parts.broker.forget(instance);
  }

  joinAnew(instance: string): void {
    // The writer finds out first whether the log has what was sent last. If it has, that must not be appended again.
    if (!this.parts.outgoing.isUnsure) this.joinAnewNow(instance);
  }

  /** Joins anew although a batch was not acknowledged: the log does not have it. */
  joinAnewNow(instance: string): void {
    const { outgoing, identity, listener } = this.parts;
    if (instance !== identity.current) return;
    outgoing.dropWork({ isCounted: true });
    listener?.givenUp();
    // What ended just now has ended in the log already.
    outgoing.dropWork({ isCounted: false });
    identity.renew();
    listener?.joined();
  }

  /** Ends the membership: nobody has to wait for signs of life any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // One that arrives later would bring this instance back.
    await this.#told;
    // The others notice it by themselves if the broker is away.
    await this.parts.broker.forget(this.instance).catch(() => undefined);
  }

  async #beat(): Promise<void> {
    const { health, identity } = this.parts;
    const instance = identity.current;
    let next = BEAT_MS;
    try {
      this.#hear(await this.#tell(instance));
      health.works('attend');
    } catch (error) {
      if (isGivenUp(error)) this.joinAnew(instance);
      const isAnew = instance !== identity.current;
      next = isAnew ? 0 : Math.min(next, isGivenUp(error) ? AGAIN_MS : health.failed('attend', error));
    }
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#beat(), next).unref();
  }

  #tell(instance: string): Promise<CountedBeat[]> {
    const telling = this.#attendAndBeat(instance);
    this.#told = Promise.allSettled([this.#told, telling]);
    return telling;
  }

  async #attendAndBeat(instance: string): Promise<CountedBeat[]> {
    const { broker, view, facts } = this.parts;
    const state = await broker.attend(view.known);
    view.apply(state);
    this.#lag.saw(state.last, performance.now());
    return broker.beat({ instance, facts: JSON.stringify({ ...facts, lag: this.lag }) });
  }

  #hear(beats: readonly CountedBeat[]): void {
    this.parts.listener?.heard(
      beats.map(({ instance, beats: count, facts }) => ({
        ...(JSON.parse(facts) as InstanceFacts & { lag: InstanceLag }),
        instance,
        beats: count,
      })) satisfies HeardInstance[],
    );
  }
}
