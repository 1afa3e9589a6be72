import { isDeepStrictEqual } from 'node:util';
import {
  moveClock,
  sourceOf,
  stoppedClock,
  type AlertRule,
  type CrowsnestEvent,
  type EventClock,
} from '#contract';
import type { Sight } from './condition.ts';
import { RuleWatch, type DueAlert, type SavedRuleWatch } from './rule-watch.ts';

/** Milliseconds of event time between two evaluations of the conditions. */
const STEP_MS = 1_000;

/** The saved form of all watches. */
export interface SavedWatches {
  clock: EventClock;
  rules: SavedRuleWatch[];
}

/**
 * All rules over the events, in event time. While events are folded, the conditions are evaluated once per second of
 * event time, so how long one holds does not depend on how fast the events arrive.
 */
export class RuleWatches {
  readonly #clock: EventClock;
  readonly #sight: Sight;
  #watches: RuleWatch[];
  #lookedAt: number;
  /** The timestamp that was read last. Many events share one. */
  #read = { timestamp: '', at: NaN };

  constructor(rules: readonly AlertRule[], sight: Sight, saved?: SavedWatches) {
    this.#clock = saved?.clock ?? stoppedClock();
    this.#lookedAt = this.#clock.now;
    this.#sight = sight;
    this.#watches = watchesOf(rules, saved?.rules ?? []);
  }

  /** The time of day according to the events, in milliseconds since 1970; 0 before the first one. */
  get now(): number {
    return this.#clock.now;
  }

  /** Watches these rules from now on. Rules with the same kind, filter and window as before keep what they know. */
  replaceRules(rules: readonly AlertRule[]): void {
    const saved = this.#watches.map((watch) => watch.save());
    this.#watches = watchesOf(rules, saved);
  }

  /** Folds one event. */
  apply(event: CrowsnestEvent): void {
    const at = this.#timeOf(event);
    // The events of alerts are not observations.
    if (Number.isNaN(at) || event.type.startsWith('alert:')) return;
    moveClock(this.#clock, at, sourceOf(event) !== undefined);
    if (this.#watches.length === 0) return;
    if (this.#clock.now - this.#lookedAt >= STEP_MS) this.due(this.#clock.now);
    const session = this.#sight.findSession(event.sessionId);
    for (const watch of this.#watches) watch.apply(event, at, session);
  }

  /** The alerts that fire at `now` in event time, by rule and by the key of their subject. */
  due(now: number): Map<AlertRule, Map<string, DueAlert>> {
    this.#lookedAt = now;
    return new Map(this.#watches.map((watch) => [watch.rule, watch.due(now, this.#sight)]));
  }

  /** The names of the rules whose condition held at the last evaluation. */
  get holding(): string[] {
    return this.#watches.flatMap(({ rule, holds }) => (holds ? rule.name : []));
  }

  save(): SavedWatches {
    return { clock: this.#clock, rules: this.#watches.map((watch) => watch.save()) };
  }

  #timeOf({ timestamp }: CrowsnestEvent): number {
    if (timestamp !== this.#read.timestamp) this.#read = { timestamp, at: Date.parse(timestamp) };
    return this.#read.at;
  }
}

function watchesOf(rules: readonly AlertRule[], saved: readonly SavedRuleWatch[]): RuleWatch[] {
  return rules.map(
    (rule) =>
      new RuleWatch(
        rule,
        saved.find((one) => looksAtTheSame(one.rule, rule)),
      ),
  );
}

/** Whether what one rule knows is true of the other: thresholds, severity and receivers do not change what is seen. */
function looksAtTheSame(one: AlertRule, other: AlertRule): boolean {
  return isDeepStrictEqual(lookOf(one), lookOf(other));
}

function lookOf(rule: AlertRule): unknown[] {
  return [rule.name, rule.kind, rule.filter, 'windowMs' in rule ? rule.windowMs : undefined];
}
