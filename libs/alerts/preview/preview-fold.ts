import {
  moveClock,
  stoppedClock,
  type AlertPreview,
  type AlertRule,
  type CrowsnestEvent,
  type PreviewedAlert,
} from '#contract';
import { RuleWatch } from '../watch/rule-watch.ts';
import { loosened } from './loosened.ts';
import type { PastPicture } from './past-picture.ts';

/** Maximum number of alerts that a preview lists. */
const MAX_LISTED = 100;
/** Milliseconds of event time from one look to the next, and maximum number of looks between two events. */
const STEP_MS = 1_000;
const MAX_LOOKS = 2_000;

/** What a rule would have done: it is evaluated in event time, as it would have been while the events arrived. */
export class PreviewFold {
  readonly #clock = stoppedClock();
  readonly #watch: RuleWatch;
  readonly #loose: RuleWatch;
  readonly #listed: PreviewedAlert[] = [];
  #firing = new Map<string, PreviewedAlert>();
  #lookedAt = 0;
  #began = 0;
  #events = 0;
  #count = 0;
  #highest: number | null = null;

  constructor(
    rule: AlertRule,
    private readonly picture: PastPicture,
  ) {
    this.#watch = new RuleWatch(rule);
    this.#loose = new RuleWatch({ ...loosened(rule), forMs: 0 });
  }

  /** The time of the last event, in milliseconds since 1970; 0 before the first one. */
  get now(): number {
    return this.#clock.now;
  }

  /** The time of the first event, likewise. */
  get began(): number {
    return this.#began;
  }

  /** Number of events so far. */
  get events(): number {
    return this.#events;
  }

  get result(): Pick<AlertPreview, 'events' | 'highest' | 'count' | 'alerts'> {
    return { events: this.#events, highest: this.#highest, count: this.#count, alerts: this.#listed };
  }

  apply(event: CrowsnestEvent): void {
    this.#events += 1;
    const at = Date.parse(event.timestamp);
    if (Number.isNaN(at) || event.type.startsWith('alert:')) return;
    moveClock(this.#clock, at);
    if (this.#began === 0) this.#began = this.#clock.now;
    this.passTo(this.#clock.now);
    this.picture.apply(event);
    const session = this.picture.findSession(event.sessionId);
    this.#watch.apply(event, at, session);
    this.#loose.apply(event, at, session);
  }

  /** Looks at the rule until `now`, while no event came. */
  passTo(now: number): void {
    if (this.#lookedAt === 0) this.#lookedAt = now;
    const stepMs = Math.max(STEP_MS, (now - this.#lookedAt) / MAX_LOOKS);
    while (this.#lookedAt + stepMs <= now) this.#look(this.#lookedAt + stepMs);
  }

  #look(now: number): void {
    this.#lookedAt = now;
    for (const { value } of this.#loose.due(now, this.picture).values())
      this.#highest = Math.max(this.#highest ?? value, value);
    const due = this.#watch.due(now, this.picture);
    const moment = new Date(now).toISOString();
    const firing = new Map<string, PreviewedAlert>();
    for (const [key, { since, ...alert }] of due) {
      const known = this.#firing.get(key);
      firing.set(
        key,
        known ?? this.#begin({ ...alert, since: new Date(since).toISOString(), firedAt: moment }),
      );
    }
    for (const [key, alert] of this.#firing) if (!firing.has(key)) alert.resolvedAt = moment;
    this.#firing = firing;
  }

  #begin(alert: PreviewedAlert): PreviewedAlert {
    this.#count += 1;
    if (this.#listed.length < MAX_LISTED) this.#listed.push(alert);
    return alert;
  }
}
