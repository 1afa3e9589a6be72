import type { Request, Response } from 'express';
import { MAX_REASON, type CommandReason } from '#contract';
import { EdgeError } from '#edge';
import { cutText } from '#redaction';
import { readBody } from './command-body.ts';

/**
 * Reads the reason from the body of a command; empty when there is no body. Called once the admin is known, so that no
 * body of a stranger is read. Throws 400 `BAD_BODY` for anything but `{ "reason": "…" }`: a reason that was ignored
 * silently would be missing from the audit trail.
 */
export async function readReason(request: Request, response: Response): Promise<CommandReason> {
  const body = await readBody(request, response);
  if (body === undefined) {
    if (!hasBody(request)) return {};
    throw badBody('needs Content-Type: application/json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badBody('is not a JSON object');
  const { reason, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw badBody(`has a field "${cutText(unknown, 100)}"; "reason" is the only one allowed`);
  if (reason === undefined) return {};
  if (typeof reason !== 'string') throw badBody('has a "reason" that is not text');
  if (reason.length > MAX_REASON) throw badBody(`has a "reason" of more than ${MAX_REASON} characters`);
  const trimmed = reason.trim();
  return trimmed === '' ? {} : { reason: trimmed };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function badBody(problem: string): EdgeError {
  const message = `The body of a command is optional, such as { "reason": "…" }; this one ${problem}`;
  return new EdgeError(400, 'BAD_BODY', message);
}
