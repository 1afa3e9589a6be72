import type { Response } from 'express';
import { EdgeError } from './edge-error.ts';

/** Sets the headers of a refusal: how to authenticate, and when to try again. */
export function setErrorHeaders(response: Response, status: number, error: unknown): void {
  if (status === 401 && !response.hasHeader('WWW-Authenticate')) response.set('WWW-Authenticate', 'Bearer');
  if (error instanceof EdgeError && error.retryAfterSeconds !== undefined) {
    response.set('Retry-After', String(error.retryAfterSeconds));
  }
}
