import { z } from 'zod';

/** The raw value of a variable: text from the environment, or text or a list of texts from the file. */
export type Given = string | string[];

/** A schema that reads a {@link Given}. Its issues describe the fault without repeating the value. */
export type ValueSchema<T = unknown> = z.ZodType<T, Given>;

/** A single text; refuses a list. */
export function text(problem: string): z.ZodType<string, Given> {
  return z.string({ error: problem });
}

/** One of the given words. */
export function oneOf<const W extends string>(words: readonly W[]): ValueSchema<W> {
  const problem = `is none of ${words.join(', ')}`;
  return text(problem)
    .pipe(z.enum(words, { error: problem }))
    .meta({ enum: [...words] });
}

/** Comma-separated texts, or a list of texts from the file. Trims every text and drops the empty ones. */
export const list: ValueSchema<string[]> = z
  .union([z.string().transform((items) => items.split(',')), z.array(z.string())])
  .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ''));

const DIGITS = /^\d{1,15}$/;

/** A whole number from `min` to `max`, written in digits only. The file may also hold it as a number. */
export function wholeNumber(min: number, max: number): ValueSchema<number> {
  const problem = `is not a whole number from ${min} to ${max}`;
  return text(problem)
    .pipe(
      z
        .string()
        .regex(DIGITS, { error: problem, abort: true })
        .transform(Number)
        .pipe(z.number().min(min, { error: problem }).max(max, { error: problem })),
    )
    .meta({ type: ['integer', 'string'], minimum: min, maximum: max, pattern: DIGITS.source });
}
