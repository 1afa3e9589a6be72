import { STATUS_CODES } from 'node:http';
import { HttpException, HttpStatus, Logger } from '@nestjs/common';
import { wireJson, type ErrorBody } from '#contract';
import { loggableError } from '#redaction';
import type { Response } from 'express';
import { setErrorHeaders } from './error-headers.ts';

const logger = new Logger('Errors');

/**
 * Answers with the body `{ error: CODE, message }`. A body that already has this form stays unchanged. An unexpected
 * error is logged and answered with 500 `INTERNAL`, which reveals nothing.
 */
export function sendError(response: Response, error: unknown): void {
  const status = statusOf(error);
  if (isUnforeseen(error, status)) logger.error(loggableError(error));
  if (response.headersSent) {
    response.end();
    return;
  }
  setErrorHeaders(response, status, error);
  response
    .status(status)
    .type('json')
    .send(wireJson(bodyOf(error, status)));
}

function bodyOf(error: unknown, status: number): unknown {
  const given = error instanceof HttpException ? error.getResponse() : undefined;
  return isErrorBody(given) ? given : { error: codeOf(status), message: messageOf(error, status) };
}

// Errors of Express's own middleware, such as a body parser, carry their status on the error.
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = isObject(error) ? error['statusCode'] : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function codeOf(status: number): string {
  if (status === 500) return 'INTERNAL';
  return HttpStatus[status] ?? `HTTP_${status}`;
}

function messageOf(error: unknown, status: number): string {
  if (!(error instanceof Error) || isUnforeseen(error, status)) return STATUS_CODES[status] ?? 'Error';
  return error.message;
}

function isUnforeseen(error: unknown, status: number): boolean {
  return status >= 500 && !(error instanceof HttpException);
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (!isObject(body) || typeof body['message'] !== 'string') return false;
  // Nest's default body has a phrase ("Not Found") instead of a code.
  return typeof body['error'] === 'string' && /^[A-Z][A-Z0-9_]*$/.test(body['error']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
