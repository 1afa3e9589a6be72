import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { nothingAt } from './edge-error.ts';
import { sendError } from './send-error.ts';

/** Gives every error of a controller the body `{ error: CODE, message }`. */
@Catch()
export class ErrorBodyFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    sendError(response, isUnknownRoute(exception, request) ? nothingAt(request) : exception);
  }
}

// Nest's own message for an unknown route repeats the query, which may contain a secret.
function isUnknownRoute(exception: unknown, { method }: Request): boolean {
  return exception instanceof NotFoundException && exception.message.startsWith(`Cannot ${method} `);
}
