import { z } from 'zod';

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const FORM = /^(\d{1,9})(ms|s|m|h)$/;

/** The longest span that a rule may look back: a day, in milliseconds. */
const LONGEST_SPAN_MS = 86_400_000;

/** A span of time such as `90s` or `5m`, read as milliseconds. At least `leastMs`, at most a day. */
export function span(leastMs: number) {
  return z
    .string({ error: 'is not a text such as "5m"' })
    .regex(FORM, { error: 'is not a whole number with ms, s, m or h, such as "5m"', abort: true })
    .transform(millisecondsOf)
    .refine((ms) => ms >= leastMs && ms <= LONGEST_SPAN_MS, {
      error: `is not between ${leastMs} ms and a day`,
    });
}

function millisecondsOf(text: string): number {
  const [, count, unit] = FORM.exec(text) ?? [];
  return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
}
