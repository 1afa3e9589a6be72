import { STATUS_CODES } from 'node:http';
import {
  Catch,
  HttpException,
  HttpStatus,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { ErrorBody } from '#contract';
import type { Request, Response } from 'express';
import { setErrorHeaders } from './error-headers.ts';
import { isForMcp, mcpErrorBody, pathOf } from './json-rpc-body.ts';

/**
 * Gives every error the body `{ error: CODE, message }`, and JSON-RPC's on `/mcp`. A body that has its
 * shape already is left as it is, and a 401 asks for a bearer token. What nobody foresaw is logged, and tells the client nothing: 500.
 */
@Catch()
export class ErrorBodyFilter implements ExceptionFilter {
  readonly #logger = new Logger('Errors');

  catch(exception: unknown, host: ArgumentsHost): void {
    // A handler of another kind of request: who serves that answers, and what it threw may hold secrets.
    if (host.getType() !== 'http') throw exception;
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = statusOf(exception);
    if (isUnforeseen(exception, status)) this.#logger.error(exception);
    if (response.headersSent) {
      response.end();
      return;
    }
    setErrorHeaders(response, status, exception);
    response.status(status).json(bodyOf(exception, status, request));
  }
}

function bodyOf(exception: unknown, status: number, request: Request): unknown {
  const given = exception instanceof HttpException ? exception.getResponse() : undefined;
  if (isForMcp(request)) {
    return isJsonRpc(given) ? given : mcpErrorBody(messageOf(exception, status, request), mcpCode(status));
  }
  if (isErrorBody(given)) return given;
  return { error: codeOf(status), message: messageOf(exception, status, request) };
}

// Errors of Express's own middleware, a body parser's for one, carry their status beside the message.
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const status = isObject(exception) ? exception['statusCode'] : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function codeOf(status: number): string {
  if (status === 500) return 'INTERNAL';
  return HttpStatus[status] ?? `HTTP_${status}`;
}

function mcpCode(status: number): number {
  return status === 500 ? -32_603 : -32_000;
}

function messageOf(exception: unknown, status: number, request: Request): string {
  if (!(exception instanceof Error) || isUnforeseen(exception, status))
    return STATUS_CODES[status] ?? 'Error';
  // Nest's text for an unknown route would repeat the query, where somebody may have put a secret.
  const unknownRoute = status === 404 && exception.message.startsWith(`Cannot ${request.method} `);
  return unknownRoute ? `There is nothing at ${request.method} ${pathOf(request)}` : exception.message;
}

function isUnforeseen(exception: unknown, status: number): boolean {
  return status >= 500 && !(exception instanceof HttpException);
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (!isObject(body) || typeof body['message'] !== 'string') return false;
  // Nest's default body has a phrase ("Not Found") where ours has a code.
  return typeof body['error'] === 'string' && /^[A-Z][A-Z0-9_]*$/.test(body['error']);
}

function isJsonRpc(body: unknown): boolean {
  return isObject(body) && body['jsonrpc'] === '2.0';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
