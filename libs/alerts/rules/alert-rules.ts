import { z } from 'zod';
import { ALERT_PERCENTILES, ALERT_SEVERITIES, parseFilter, type AlertRule } from '#contract';
import { span } from './span.ts';

/** Maximum number of rules: each of them reads every event. */
export const MAX_RULES = 100;

const filter = z.string({ error: 'is not a text' }).superRefine((text, context) => {
  const parsed = parseFilter(text);
  if ('filter' in parsed) return;
  for (const { message, position } of parsed.faults)
    context.addIssue({ code: 'custom', message: `has a fault at position ${position}: ${message}` });
});

const window = span(1_000);

const FACTS = {
  name: z
    .string({ error: 'is not a text' })
    .regex(/^[^\p{C}]{1,100}$/u, { error: 'is not 1 to 100 printable characters' }),
  severity: z
    .enum(ALERT_SEVERITIES, { error: `is none of ${ALERT_SEVERITIES.join(', ')}` })
    .default('warning'),
  filter: filter.optional(),
  for: span(0)
    .describe('For how long the condition must hold before the alert fires. At once if it is missing.')
    .optional(),
  receivers: z
    .array(z.string({ error: 'is not a text' }), { error: 'is not a list of names' })
    .describe('The names of the receivers that are told. All if it is missing.')
    .optional(),
};

const minimum = z
  .int({ error: 'is not a whole number' })
  .min(1, { error: 'is less than 1' })
  .describe('The number of calls in the window below which the alert does not fire.')
  .default(10);

const share = z
  .number({ error: 'is not a number' })
  .min(0, { error: 'is less than 0' })
  .lt(1, { error: 'is not less than 1' });

const percentile = z
  .literal(ALERT_PERCENTILES, { error: `is none of ${ALERT_PERCENTILES.join(', ')}` })
  .default(95);

const FORMS = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...FACTS, kind: z.literal('error-rate'), window, minimum, above: share }),
    z.strictObject({ ...FACTS, kind: z.literal('latency'), window, minimum, percentile, above: span(1) }),
    z.strictObject({ ...FACTS, kind: z.literal('stuck-call') }),
    z.strictObject({ ...FACTS, kind: z.literal('silent-session'), after: window }),
    z.strictObject({ ...FACTS, kind: z.literal('silent-agent'), filter, after: window }),
    z.strictObject({ ...FACTS, kind: z.literal('log-degraded') }),
    z.strictObject({ ...FACTS, kind: z.literal('instance-lost'), window }),
    z.strictObject({ ...FACTS, kind: z.literal('quota'), window }),
    z.strictObject({ ...FACTS, kind: z.literal('tools-changed'), window }),
    z.strictObject({ ...FACTS, kind: z.literal('upstream-down') }),
  ],
  {
    error:
      'is none of error-rate, latency, stuck-call, silent-session, silent-agent, log-degraded, instance-lost, quota, tools-changed, upstream-down',
  },
);

/** Whether this version knows rules of a kind. */
export function isKnownKind(kind: string): boolean {
  return FORMS.options.some(({ shape }) => shape.kind.value === kind);
}

/** A rule in the form of the configuration file, where spans are texts such as `5m`. */
export const ALERT_RULE = FORMS.transform(ruleOf);

/** A rule as the file has it, with its defaults filled in. */
type RuleForm = z.output<typeof FORMS>;

/** All rules of the file. A name stands once. */
export const ALERT_RULES = z
  .array(ALERT_RULE, { error: 'is not a list' })
  .max(MAX_RULES, { error: `has more than ${MAX_RULES} rules` })
  .superRefine((rules, context) => {
    const names = rules.map(({ name }) => name);
    names.forEach((name, n) => {
      if (names.indexOf(name) < n)
        context.addIssue({
          code: 'custom',
          path: [n, 'name'],
          message: 'is the name of an earlier rule too',
        });
    });
  });

function ruleOf(form: RuleForm): AlertRule {
  const { name, severity, filter: terms, for: forMs = 0, receivers } = form;
  const facts = {
    name,
    severity,
    forMs,
    ...(terms !== undefined && { filter: terms }),
    ...(receivers && { receivers }),
  };
  switch (form.kind) {
    case 'error-rate': {
      const { kind, window: windowMs, minimum: least, above } = form;
      return { ...facts, kind, windowMs, minimum: least, above };
    }
    case 'latency': {
      const { kind, window: windowMs, minimum: least, percentile: rank, above: aboveMs } = form;
      return { ...facts, kind, windowMs, minimum: least, percentile: rank, aboveMs };
    }
    case 'silent-session':
      return { ...facts, kind: form.kind, afterMs: form.after };
    case 'silent-agent':
      return { ...facts, kind: form.kind, filter: form.filter, afterMs: form.after };
    case 'instance-lost':
    case 'quota':
    case 'tools-changed':
      return { ...facts, kind: form.kind, windowMs: form.window };
    default:
      return { ...facts, kind: form.kind };
  }
}
