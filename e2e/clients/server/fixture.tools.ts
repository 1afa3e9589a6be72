import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';

const BOOKING = z.object({
  guest: z.object({ name: z.string().min(1), email: z.email().optional() }),
  cabin: z.enum(['inside', 'sea-view']),
  nights: z.int().min(1).max(14).default(1),
  note: z.string().nullable(),
  payment: z.discriminatedUnion('by', [
    z.object({ by: z.literal('card'), digits: z.string().regex(/^\d{4}$/) }),
    z.object({ by: z.literal('invoice'), days: z.union([z.literal(14), z.literal(30)]) }),
  ]),
  extras: z.record(z.string(), z.union([z.boolean(), z.number()])),
});

/** A tuple, which JSON Schema 2020-12 expresses in a way that earlier drafts do not know. */
const SEAT = z.tuple([z.int(), z.string()]);

/** One tool for each outcome of a call, and one whose schema many clients cannot handle. */
@Injectable()
export class FixtureTools {
  @Tool({ name: 'greet', description: 'Greets.', input: z.object({ name: z.string() }) })
  greet({ name }: { name: string }): string {
    return `Ahoy, ${name} ⚓`;
  }

  @Tool({ name: 'fail', description: 'Fails.' })
  fail(): never {
    throw new Error('The anchor is stuck');
  }

  @Tool({ name: 'wait', description: 'Waits until it is cancelled.' })
  wait(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Called off')), { once: true });
    });
  }

  @Tool({
    name: 'measure',
    description: 'Measures the wind.',
    input: z.object({ port: z.string() }),
    output: z.object({
      port: z.string(),
      wind: z.object({ knots: z.number(), from: z.enum(['N', 'E', 'S', 'W']) }),
      gusts: z.array(z.number()).optional(),
    }),
  })
  measure({ port }: { port: string }) {
    return { port, wind: { knots: 12.5, from: 'W' }, gusts: [17, 19.5] };
  }

  @Tool({ name: 'book', description: 'Repeats the booking that it received.', input: BOOKING })
  book(booking: z.infer<typeof BOOKING>): string {
    return JSON.stringify(booking);
  }

  @Tool({ name: 'sit', description: 'Takes a seat.', input: z.object({ seat: SEAT }) })
  sit({ seat: [row, letter] }: { seat: z.infer<typeof SEAT> }): string {
    return `Row ${row}, seat ${letter}`;
  }
}
