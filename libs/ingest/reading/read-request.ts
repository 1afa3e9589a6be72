import type { Request, Response } from 'express';
import { z } from 'zod';
import { MAX_INGEST_BYTES, MAX_INGEST_EVENTS } from '#contract';
import { BodyFault, EdgeError, jsonBodyReader, rawBodyOf } from '#edge';

/** An event that was numbered by its source, and not checked otherwise. */
export type NumberedEvent = z.output<typeof Numbered>;

/** A request of an observer outside. */
export interface ReadRequest {
  source: string;
  /** In the order of their numbers. */
  events: NumberedEvent[];
  /** The bytes of the body, for another instance. */
  bytes: Buffer;
}

const Numbered = z.looseObject(
  {
    seq: z
      .int({ error: 'needs a "seq" that is a whole number' })
      .min(1, { error: 'has a "seq" of less than 1' }),
  },
  { error: 'is not an object' },
);

const Body = z.object(
  {
    source: z
      .string({ error: 'is missing, or not text' })
      .regex(/^[\w.-]{1,100}$/, { error: 'is not 1 to 100 of A-Z a-z 0-9 . _ -' }),
    events: z
      .array(Numbered, { error: 'is missing, or not a list' })
      .max(MAX_INGEST_EVENTS, { error: `has more than ${MAX_INGEST_EVENTS} events` }),
  },
  { error: 'is not a JSON object' },
);

const readJson = jsonBodyReader({ maxBytes: MAX_INGEST_BYTES });

/**
 * Reads the body of `POST /ingest`. Called once the observer is known, so that no body of a stranger is read. Rejects with
 * 400 `BAD_BODY` if events cannot be told apart, and with 413 or 415 as other routes do.
 */
export async function readRequest(request: Request, response: Response): Promise<ReadRequest> {
  const body = await readJson(request, response).catch((error: unknown) => {
    throw error instanceof BodyFault && error.getStatus() === 400 ? badBody(error.problem) : error;
  });
  const { success, data, error } = Body.safeParse(body);
  if (!success) throw badBody(problemOf(error));
  const events = data.events.toSorted((a, b) => a.seq - b.seq);
  return { source: data.source, events, bytes: rawBodyOf(request) ?? Buffer.alloc(0) };
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  if (!issue || issue.path.length === 0) return issue?.message ?? 'is not a JSON object';
  const place = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  return `has ${place.slice(1)}, which ${issue.message}`;
}

function badBody(problem: string): EdgeError {
  const message = `The body has to be { "source": "…", "events": [{ "seq": 1, "type": "…", … }] }; this one ${problem}`;
  return new EdgeError(400, 'BAD_BODY', message);
}
