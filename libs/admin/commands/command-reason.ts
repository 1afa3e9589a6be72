import { MAX_REASON, type CommandReason } from '#contract';
import type { Request } from 'express';
import { badRequest } from '../read/bad-request.ts';

/**
 * The reason in the body of a command; nothing when there is no body. 400 `BAD_BODY` for a body that is
 * anything but `{ "reason": "…" }`: a reason that is dropped without a word would be missing from the audit.
 */
export function readReason(request: Request): CommandReason {
  const body: unknown = request.body;
  if (body === undefined) {
    if (!hasBody(request)) return {};
    throw badBody('needs Content-Type: application/json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badBody('is no JSON object');
  const { reason, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw badBody(`has a field "${unknown.slice(0, 100)}", and may have "reason" alone`);
  if (reason === undefined) return {};
  if (typeof reason !== 'string') throw badBody('has a "reason" that is no text');
  if (reason.length > MAX_REASON) throw badBody(`has a "reason" of more than ${MAX_REASON} characters`);
  const trimmed = reason.trim();
  return trimmed === '' ? {} : { reason: trimmed };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function badBody(problem: string): Error {
  return badRequest(
    'BAD_BODY',
    `The body of a command is optional, such as { "reason": "…" }; this one ${problem}`,
  );
}
