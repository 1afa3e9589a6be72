import type { Request, Response } from 'express';
import type { z } from 'zod';
import { readBody } from '#admin';
import { EdgeError } from '#edge';
import { cutText } from '#redaction';

/** Maximum length of the faults that are told, in characters. */
const MAX_FAULTS = 2_000;

/** Reads the body of a command, with `given` beside it. Throws 400 `BAD_BODY`, which names all faults at once. */
export async function readForm<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
  response: Response,
  given: object = {},
): Promise<z.output<Schema>> {
  const body = await readBody(request, response);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badBody('The body is no JSON object with Content-Type: application/json');
  const { success, data, error } = schema.safeParse({ ...given, ...body });
  if (success) return data;
  throw badBody(cutText(error.issues.map(faultOf).join('; '), MAX_FAULTS));
}

function faultOf({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `"${path.join('.')}" ${message}` : message;
}

function badBody(message: string): EdgeError {
  return new EdgeError(400, 'BAD_BODY', message);
}
