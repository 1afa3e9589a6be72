import { withSubjectKind, type AlertFiringData, type CrowsnestEvent, type FiringAlert } from '#contract';
import { subjectKey } from '../watch/condition.ts';

/** Identifies an alert among all rules. */
export function alertKey(alert: Pick<AlertFiringData, 'rule' | 'subject'>): string {
  const { rule, subject } = withSubjectKind(alert);
  return JSON.stringify([rule, subjectKey(subject)]);
}

/**
 * The alerts that fire, folded from their events. A second `alert:firing` of an alert changes nothing, unless nobody
 * was notified of the first one.
 */
export class FiringAlerts {
  readonly #alerts: Map<string, FiringAlert>;

  constructor(saved: readonly FiringAlert[] = []) {
    this.#alerts = new Map(saved.map((alert) => [alertKey(alert), withSubjectKind(alert)]));
  }

  /** In the order in which they fired, by their key. */
  get all(): ReadonlyMap<string, FiringAlert> {
    return this.#alerts;
  }

  /** Returns whether the event has changed which alerts fire. */
  apply({ id, type, timestamp, data }: CrowsnestEvent): boolean {
    if (type === 'alert:resolved') return this.#alerts.delete(alertKey(data));
    if (type !== 'alert:firing') return false;
    const known = this.#alerts.get(alertKey(data));
    if (known && (known.silence === undefined || data.silence !== undefined)) return false;
    this.#alerts.set(alertKey(data), { ...withSubjectKind(data), id, firedAt: known?.firedAt ?? timestamp });
    return true;
  }
}
