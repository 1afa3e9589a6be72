import { HttpException } from '@nestjs/common';
import type { ErrorBody } from '#contract';
import type { Request } from 'express';
import { JSON_RPC } from './json-rpc-codes.ts';

/** Seconds after which a client may try again when the server refuses it because of a shutdown. */
const RESTART_S = 5;

/** What a client that is refused should ask its authorization server for. */
export interface Challenge {
  error: 'invalid_token' | 'insufficient_scope';
  /** The scopes that the request needs. */
  scopes?: readonly string[];
}

interface Details {
  retryAfterSeconds?: number;
  jsonRpcCode?: number;
  challenge?: Challenge;
}

/** The refusal of one request: its status, and the code and message of its body `{ error: CODE, message }`. */
export class EdgeError extends HttpException {
  /** Value of the `Retry-After` header, in seconds; undefined sends no header. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * The code of the JSON-RPC error on the MCP endpoint. Default: `JSON_RPC.serverError`, which the MCP SDK uses for refused
   * requests.
   */
  readonly jsonRpcCode: number;
  /** Undefined when the request has no credentials, or is not refused for them. */
  readonly challenge: Challenge | undefined;

  constructor(
    status: number,
    /** A stable code for programs, such as `FOREIGN_HOST`. */
    readonly code: string,
    message: string,
    { retryAfterSeconds, jsonRpcCode = JSON_RPC.serverError, challenge }: Details = {},
  ) {
    super({ error: code, message } satisfies ErrorBody, status);
    this.message = message;
    this.retryAfterSeconds = retryAfterSeconds;
    this.jsonRpcCode = jsonRpcCode;
    this.challenge = challenge;
  }
}

/** 401: the credentials are missing or wrong. The error does not say which. */
export function unauthenticated(message: string, challenge?: Challenge): EdgeError {
  return new EdgeError(401, 'UNAUTHENTICATED', message, { ...(challenge && { challenge }) });
}

/** 429: a limit is reached. The message names the limit, and the client may try again after the given seconds. */
export function tooMany(code: string, message: string, retryAfterSeconds: number): EdgeError {
  const wait = `Try again in ${retryAfterSeconds} s.`;
  return new EdgeError(429, code, `${message} ${wait}`, { retryAfterSeconds });
}

/** 503: the application shuts down or is about to. The next request may reach another instance or the next process. */
export function shuttingDown(): EdgeError {
  const message = `The server is shutting down. Try again in ${RESTART_S} s.`;
  return new EdgeError(503, 'SHUTTING_DOWN', message, { retryAfterSeconds: RESTART_S });
}

/** 404: no route has this path and method. The message leaves out the query, because it may contain a secret. */
export function nothingAt({ method, originalUrl }: Request, hint = ''): EdgeError {
  const [path] = originalUrl.split('?');
  return new EdgeError(404, 'NOT_FOUND', `There is nothing at ${method} ${path}${hint}`);
}
