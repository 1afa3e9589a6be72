import { parseFilter, type AlertRule, type CrowsnestEvent } from '#contract';
import { isKnownKind, MAX_RULES } from '../rules/alert-rules.ts';

/** The rules that admins have set, folded from their events. */
export class ConsoleRules {
  readonly #rules: Map<string, AlertRule>;

  constructor(saved: readonly AlertRule[] = []) {
    this.#rules = new Map(saved.filter(isUsable).map((rule) => [rule.name, rule]));
  }

  /** In the order in which they were set first. */
  get all(): readonly AlertRule[] {
    return [...this.#rules.values()];
  }

  /** Returns whether the event has changed a rule. */
  apply({ type, data }: CrowsnestEvent): boolean {
    if (type !== 'alert:rule') return false;
    if (data.change === 'deleted') return this.#rules.delete(data.rule);
    const { rule: name, definition } = data;
    if (!isUsable(definition) || (this.#rules.size >= MAX_RULES && !this.#rules.has(name))) return false;
    this.#rules.set(name, { ...definition, name });
    return true;
  }

  /** The rules that admins have set. A rule of the configuration takes precedence over one of the same name. */
  besides(configured: readonly AlertRule[]): AlertRule[] {
    const names = new Set(configured.map(({ name }) => name));
    return this.all.filter(({ name }) => !names.has(name));
  }
}

/** Another version may have set a rule that this one does not know. */
function isUsable({ kind, filter = '' }: AlertRule): boolean {
  return isKnownKind(kind) && 'filter' in parseFilter(filter);
}
