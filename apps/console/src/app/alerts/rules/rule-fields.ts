import type { AlertKind, AlertRule } from '#contract';

import { spanText } from '../span-text.ts';

/** A member of a rule that only some kinds have, as the form shows it. */
export type RuleField = 'window' | 'minimum' | 'above' | 'percentile' | 'after';

/** The members of the rules of each kind, in the order in which the form asks for them. */
export const FIELDS: Record<AlertKind, readonly RuleField[]> = {
  'error-rate': ['above', 'window', 'minimum'],
  latency: ['percentile', 'above', 'window', 'minimum'],
  'stuck-call': [],
  'silent-session': ['after'],
  'silent-agent': ['after'],
  'log-degraded': [],
  'instance-lost': ['window'],
  quota: ['window'],
  'tools-changed': ['window'],
  'upstream-down': [],
};

/** The texts in the fields of the form. A share is written in percent, spans as in the configuration file. */
export interface RuleTexts extends Record<RuleField, string> {
  name: string;
  kind: AlertKind;
  severity: string;
  filter: string;
  for: string;
}

/** The texts of a new rule. */
export const NEW_RULE: RuleTexts = {
  name: '',
  kind: 'error-rate',
  severity: 'warning',
  filter: '',
  for: '',
  window: '5m',
  minimum: '10',
  above: '',
  percentile: '95',
  after: '10m',
};

/** The texts of a rule that there is. */
export function textsOf(rule: AlertRule): RuleTexts {
  const { name, kind, severity, filter = '', forMs } = rule;
  const texts = { ...NEW_RULE, name, kind, severity, filter, for: forMs > 0 ? spanText(forMs) : '' };
  if ('windowMs' in rule) texts.window = spanText(rule.windowMs);
  if ('minimum' in rule) texts.minimum = String(rule.minimum);
  if ('afterMs' in rule) texts.after = spanText(rule.afterMs);
  if (rule.kind === 'error-rate') texts.above = String(Math.round(rule.above * 10_000) / 100);
  if (rule.kind === 'latency') {
    texts.above = spanText(rule.aboveMs);
    texts.percentile = String(rule.percentile);
  }
  return texts;
}

/**
 * The rule as the server takes it. What is not a number stays a text, so that the server names it. `receivers` are
 * undefined for all of them.
 */
export function formOf(texts: RuleTexts, receivers: readonly string[] | undefined): object {
  const { kind, severity, filter } = texts;
  const own = FIELDS[kind].map((field): [string, unknown] => [field, valueOf(texts, field)]);
  return {
    kind,
    severity,
    ...(filter && { filter }),
    ...(texts.for && { for: texts.for }),
    ...(receivers && { receivers }),
    ...Object.fromEntries(own),
  };
}

function valueOf(texts: RuleTexts, field: RuleField): unknown {
  const text = texts[field];
  if (field === 'minimum' || field === 'percentile') return numberIn(text);
  if (field !== 'above' || texts.kind !== 'error-rate') return text;
  const percent = numberIn(text.replace(/\s*%$/, ''));
  return typeof percent === 'number' ? percent / 100 : percent;
}

function numberIn(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
