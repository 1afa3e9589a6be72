import { compareEventIds, type EventId } from '#contract';
import type { BrokerState, KnownLog } from '../broker/broker.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import type { EndPosition } from './log-end.ts';
import { natsChanged } from './connection/nats-faults.ts';
import { idAt, majorOf, numberOf } from './nats-ids.ts';
import type { NatsParts } from './nats-parts.ts';
import type { StreamView } from './nats-stream.ts';
import { PurgeDelay } from './purge-delay.ts';

/** Looks after the log: finds its ends, restores what the server has forgotten, and drops what is too old. */
export class NatsAttendance {
  #epoch: string | undefined;
  /** Number of connections that had ended when the log was looked at. */
  #breaks = 0;
  #folded: readonly EventId[] = [];
  #maxBytes = 0;
  readonly #purgeDelay = new PurgeDelay();

  constructor(private readonly parts: NatsParts) {}

  /** The ids up to which checkpoints include all events. */
  get folded(): readonly EventId[] {
    return this.#folded;
  }

  /** The maximum size of a message, with its headers. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Whether the log was looked at on this connection. */
  get isCurrent(): boolean {
    return this.#breaks === this.parts.link.breaks;
  }

  /** `known`: what the process knows of the log; undefined at its start. */
  async attend(known?: KnownLog): Promise<BrokerState> {
    const { stream, end, lost, link } = this.parts;
    const { breaks } = link;
    const before = end.position?.sequence ?? 0;
    const view = await stream.look(known);
    this.#maxBytes = view.maxBytes;
    // A stream that is shorter than it was has been restored from a backup, or by a replica that had less.
    const isOther = view.facts.epoch !== this.#epoch || view.lastSequence < before;
    const isStale = isOther || breaks !== this.#breaks;
    if (isStale) this.#forget(view);
    await this.#findEnd(view, isStale);
    const raised = known && (await this.#raise(known));
    this.#breaks = breaks;
    const start = await this.#dropOld(view);
    const { epoch, since, origin } = view.facts;
    const ranges = known ? [] : (await lost.all()).filter(({ last }) => compareEventIds(last, start) > 0);
    return {
      epoch,
      since,
      origin,
      start,
      last: this.#position().last,
      lost: raised ? [raised] : ranges,
    };
  }

  /** Moves the beginning of the log on after an append, as far as this asks the server nothing. */
  async moveStart(): Promise<EventId> {
    const { retention } = this.parts;
    const position = this.#position();
    if (retention.start !== undefined && !retention.isNearby) return retention.start;
    return retention.advance(retention.head, position, this.#folded);
  }

  /** Notes up to where the checkpoints include all events. */
  async noteFolded(): Promise<void> {
    this.#folded = await this.parts.states.folded();
  }

  #forget({ facts }: StreamView): void {
    const { messages, retention, reader, history } = this.parts;
    history.forget();
    messages.forget();
    retention.forget();
    reader.restart();
    this.#purgeDelay.forget();
    this.#epoch = facts.epoch;
  }

  /** The end that was known stays until the new one is found: without any, the log would look empty. */
  async #findEnd({ facts, lastSequence }: StreamView, isStale: boolean): Promise<void> {
    const { end, messages } = this.parts;
    if (!isStale && (end.position?.sequence ?? -1) >= lastSequence) return;
    const last = await messages.at(lastSequence);
    if (isStale) end.forget();
    if (last) return end.saw(last);
    // All was purged, so nobody knows the number of the last event.
    const major = lastSequence === 0 ? majorOf(facts.before) : Date.now();
    end.saw({ sequence: lastSequence, major, last: idAt(major, numberOf(facts.before)) });
  }

  /** Continues the log after the last id that the process knows, if the server has forgotten events up to there. */
  async #raise({ last: known }: KnownLog): Promise<LostRange | undefined> {
    const { appender, lost } = this.parts;
    const { last: after } = this.#position();
    if (compareEventIds(known, after) <= 0) return undefined;
    const last = await appender.raise(known);
    const missing = numberOf(last) - numberOf(after);
    const range = { after, last, from: null, to: null, missing: missing > 0 ? missing : null };
    await lost.add(range, after);
    return range;
  }

  async #dropOld({ firstSequence }: StreamView): Promise<EventId> {
    const { retention, stream, sessions, payloads, messages } = this.parts;
    await this.noteFolded();
    const position = this.#position();
    const start = await retention.advance(firstSequence, position, this.#folded);
    // The last message stays: it tells how the log goes on.
    const oldest = Math.min(retention.head, position.sequence);
    await payloads.dropBefore(() => messages.timeOf(oldest));
    const kept = this.#purgeDelay.oldestToKeep(oldest, performance.now());
    if (kept > firstSequence) await stream.dropBefore(kept);
    await sessions.dropBefore(start);
    return start;
  }

  #position(): EndPosition {
    const { end, label } = this.parts;
    if (!end.position) throw natsChanged(label);
    return end.position;
  }
}
