import { MAX_SILENCES, type CrowsnestEvent, type Silence } from '#contract';

/** The silences, folded from their events. One whose time is over is forgotten with the next event of a silence. */
export class Silences {
  readonly #silences: Map<string, Silence>;

  constructor(saved: readonly Silence[] = []) {
    this.#silences = new Map(saved.map((silence) => [silence.id, silence]));
  }

  /** Oldest first, also some whose time is over. */
  get all(): readonly Silence[] {
    return [...this.#silences.values()];
  }

  /** Those that last at `now`, in milliseconds since 1970, oldest first. */
  at(now: number): Silence[] {
    return this.all.filter(({ until }) => Date.parse(until) > now);
  }

  apply({ type, timestamp, data }: CrowsnestEvent): void {
    if (type === 'alert:unsilenced') this.#silences.delete(data.silence);
    if (type !== 'alert:silenced') return;
    const { silence: id, rule, subject, reason, until, by } = data;
    const lasting = this.at(Date.parse(timestamp));
    for (const { id: known } of this.all)
      if (!lasting.some((one) => one.id === known)) this.#silences.delete(known);
    // Instances that were asked at the same time may have begun too many.
    if (this.#silences.size >= MAX_SILENCES) return;
    const choice = { ...(rule !== undefined && { rule }), ...(subject && { subject }) };
    this.#silences.set(id, { id, ...choice, reason, until, by, since: timestamp });
  }
}
