import { Inject, Injectable } from '@nestjs/common';
import {
  compareEventIds,
  type AlertRule,
  type CrowsnestEvent,
  type EventId,
  type FiringAlert,
  type IdsInCopy,
  type Silence,
} from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { SessionDirectory } from '#sessions';
import { StatsProjection } from '#stats';
import { ALERTS_MODULE_OPTIONS, type AlertsModuleOptions } from '../alerts.module-definition.ts';
import { MAX_RULES } from '../rules/alert-rules.ts';
import type { Sight } from '../watch/condition.ts';
import type { DueAlert } from '../watch/rule-watch.ts';
import { RuleWatches, type SavedWatches } from '../watch/rule-watches.ts';
import { ConsoleRules } from './console-rules.ts';
import { FiringAlerts } from './firing-alerts.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { Silences } from './silences.ts';

/** The saved form of the projection. */
interface SavedAlerts {
  asOf: EventId;
  firing: FiringAlert[];
  outbox: OutboxEntry[];
  watches: SavedWatches;
  /** Missing in what earlier versions saved, as the rules are. */
  silences?: Silence[];
  /** The rules that admins have set. */
  rules?: AlertRule[];
}

/** The rules over the log, and the alerts that fire according to it. */
@Injectable()
export class AlertsProjection implements Projection {
  readonly name = 'alerts';
  readonly #sight: Sight;
  #asOf = '0' as EventId;
  #configured: readonly AlertRule[];
  #set = new ConsoleRules();
  #rules: readonly AlertRule[];
  #firing = new FiringAlerts();
  #silences = new Silences();
  #outbox = new Outbox();
  #watches: RuleWatches;
  /** When the last event was folded, on the clock of `performance.now()`. */
  #foldedAt = performance.now();

  constructor(
    projections: ProjectionKeeper,
    directory: SessionDirectory,
    stats: StatsProjection,
    @Inject(ALERTS_MODULE_OPTIONS) { rules = [] }: AlertsModuleOptions,
  ) {
    // Both are registered before this projection, so they have folded an event when it comes here.
    this.#sight = {
      findSession: (sessionId) => directory.findSession(sessionId),
      openSessions: () => directory.openSessions(),
      callsInFlight: () => directory.callsInFlight(),
      totals: () => stats.totals(),
      stuckMs: stats.stuckMs,
    };
    this.#configured = rules;
    this.#rules = rules;
    this.#watches = new RuleWatches(rules, this.#sight);
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The rules of the configuration, and after them those that admins have set. */
  get rules(): readonly AlertRule[] {
    return this.#rules;
  }

  /** Whether the configuration has a rule of this name, which therefore cannot be set. */
  isConfigured(name: string): boolean {
    return this.#configured.some((rule) => rule.name === name);
  }

  /** The names of the rules whose condition held at the last evaluation. */
  get holding(): readonly string[] {
    return this.#watches.holding;
  }

  /** The alerts that fire, by their key. */
  get firing(): ReadonlyMap<string, FiringAlert> {
    return this.#firing.all;
  }

  /** What receivers are still to be told, oldest first. */
  get outbox(): readonly OutboxEntry[] {
    return this.#outbox.all;
  }

  /** The silences that last at `now`, in milliseconds since 1970, oldest first. */
  silencesAt(now: number): Silence[] {
    return this.#silences.at(now);
  }

  /** Follows these rules of the configuration from now on. */
  replaceRules(rules: readonly AlertRule[]): void {
    this.#configured = rules;
    this.#combine();
    this.#watches.replaceRules(this.#rules);
  }

  /** Follows the rules that a saved state has watched: who copies a log does not know the configuration of its server. */
  followSaved(saved: unknown): void {
    const { watches } = (saved ?? {}) as Partial<SavedAlerts>;
    this.replaceRules(watches?.rules.map(({ rule }) => rule) ?? []);
  }

  /** The alerts that should fire now. Event time continues while no event arrives. */
  due(): Map<AlertRule, Map<string, DueAlert>> {
    const { now } = this.#watches;
    if (now === 0) return new Map(this.#rules.map((rule) => [rule, new Map()]));
    return this.#watches.due(now + (performance.now() - this.#foldedAt));
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const {
      asOf = origin.start,
      firing,
      outbox,
      watches,
      silences,
      rules,
    } = (saved ?? {}) as Partial<SavedAlerts>;
    this.#asOf = asOf;
    this.#silences = new Silences(silences);
    this.#set = new ConsoleRules(rules);
    this.#combine();
    this.#firing = new FiringAlerts(firing);
    this.#outbox = new Outbox(outbox);
    this.#watches = new RuleWatches(this.#rules, this.#sight, watches);
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.#asOf) <= 0) return;
    this.#asOf = event.id;
    if (!event.type.startsWith('alert:')) this.#foldedAt = performance.now();
    const isNew = this.#firing.apply(event);
    if (isNew && (event.type === 'alert:firing' || event.type === 'alert:resolved')) this.#outbox.add(event);
    else this.#outbox.settle(event);
    this.#silences.apply(event);
    if (this.#set.apply(event)) this.replaceRules(this.#configured);
    this.#watches.apply(event);
  }

  save(): SavedAlerts {
    const firing = [...this.#firing.all.values()];
    return {
      asOf: this.#asOf,
      firing,
      outbox: [...this.#outbox.all],
      watches: this.#watches.save(),
      silences: [...this.#silences.all],
      rules: [...this.#set.all],
    };
  }

  forCopy(saved: SavedAlerts, ids: IdsInCopy): SavedAlerts {
    const firing = saved.firing.map((alert) => ({ ...alert, id: ids.positionOf(alert.id) }));
    // A copy tells nobody of what happened before it was made.
    return { ...saved, asOf: ids.positionOf(saved.asOf), firing, outbox: [] };
  }

  #combine(): void {
    this.#rules = [...this.#configured, ...this.#set.besides(this.#configured)].slice(0, MAX_RULES);
  }
}
