import {
  compileFilter,
  parseFilter,
  type AlertRule,
  type CrowsnestEvent,
  type FilterSubject,
  type SessionFacts,
} from '#contract';
import { CallWindow } from './call-window.ts';
import { subjectKey, type Condition, type Sight, type Watch } from './condition.ts';
import { DownUpstreams } from './down-upstreams.ts';
import { LogOutages } from './log-outages.ts';
import { LostInstances } from './lost-instances.ts';
import { QuotaRefusals } from './quota-refusals.ts';
import { SilentAgent } from './silent-agent.ts';
import { SilentSessions } from './silent-sessions.ts';
import { StuckCalls } from './stuck-calls.ts';
import { ToolChanges } from './tool-changes.ts';

/** Maximum number of subjects for which one rule fires at a time. */
const MAX_SUBJECTS = 100;

/** A condition that has held for as long as its rule asks. */
export interface DueAlert extends Condition {
  since: number;
}

/** The saved form of a rule's watch. It belongs to exactly this rule. */
export interface SavedRuleWatch {
  rule: AlertRule;
  watch: unknown;
  /** Since when each condition holds, by the key of its subject. */
  holding: [string, number][];
}

/** One rule over the events: its filter, what it knows of the events, and for how long its conditions have held. */
export class RuleWatch {
  readonly #isMeant: (subject: FilterSubject) => boolean;
  readonly #watch: Watch;
  readonly #holding: Map<string, number>;

  constructor(
    readonly rule: AlertRule,
    saved?: SavedRuleWatch,
  ) {
    this.#isMeant = compiled(rule.filter ?? '');
    this.#watch = watchOf(rule, this.#isMeant, saved?.watch);
    this.#holding = new Map(saved?.holding);
  }

  /** Folds one event, stamped at `at` in milliseconds since 1970. */
  apply(event: CrowsnestEvent, at: number, session: SessionFacts | undefined): void {
    const isMeant = () => this.#isMeant({ event, session, isRunning: event.type === 'tool:start' });
    if (this.#concernsAll(event) || isMeant()) this.#watch.apply(event, at);
  }

  /** Whether an event counts although a filter does not mean it. */
  #concernsAll({ type }: CrowsnestEvent): boolean {
    const { kind } = this.rule;
    // One event reports many tools, each of which the filter may select or not.
    if (kind === 'tools-changed') return true;
    // With an instance go its upstream servers, which the filter names.
    return kind === 'upstream-down' && type === 'instance:down';
  }

  /** The alerts that fire at `now` in event time, by the key of their subject. Call it often: it notices what begins. */
  due(now: number, sight: Sight): Map<string, DueAlert> {
    const held = new Map<string, DueAlert>();
    for (const condition of this.#watch.conditions(now, sight).slice(0, MAX_SUBJECTS)) {
      const key = subjectKey(condition.subject);
      held.set(key, { ...condition, since: condition.since ?? this.#holding.get(key) ?? now });
    }
    this.#holding.clear();
    for (const [key, { since }] of held) {
      this.#holding.set(key, since);
      if (now - since < this.rule.forMs) held.delete(key);
    }
    return held;
  }

  /** Whether its condition held at the last evaluation, for however long. */
  get holds(): boolean {
    return this.#holding.size > 0;
  }

  save(): SavedRuleWatch {
    return { rule: this.rule, watch: this.#watch.save(), holding: [...this.#holding] };
  }
}

function watchOf(rule: AlertRule, isMeant: (subject: FilterSubject) => boolean, saved: unknown): Watch {
  switch (rule.kind) {
    case 'error-rate':
    case 'latency':
      return new CallWindow(rule, saved);
    case 'stuck-call':
      return new StuckCalls(isMeant);
    case 'silent-session':
      return new SilentSessions(rule, isMeant);
    case 'silent-agent':
      return new SilentAgent(rule, saved);
    case 'log-degraded':
      return new LogOutages(saved);
    case 'instance-lost':
      return new LostInstances(rule, saved);
    case 'quota':
      return new QuotaRefusals(rule, saved);
    case 'tools-changed':
      return new ToolChanges(rule, isMeant, saved);
    case 'upstream-down':
      return new DownUpstreams(saved);
    default:
      return rule satisfies never;
  }
}

/** The rules were checked before, so a filter has no fault. */
function compiled(filter: string): (subject: FilterSubject) => boolean {
  const parsed = parseFilter(filter);
  if ('faults' in parsed) throw new Error(`The filter "${filter}" of a rule has a fault`);
  return compileFilter(parsed.filter);
}
