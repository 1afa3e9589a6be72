import { HttpException } from '@nestjs/common';
import { toJsonValue } from './json-value.ts';

const NO_MESSAGE = 'The handler failed without a message';

/** Members that Nest puts beside the message of an HTTP exception. */
const STATED = new Set(['statusCode', 'error', 'message']);

/**
 * What was thrown, unless nothing can be asked of it, not even what it is an instance of, as of a revoked proxy: then
 * an error that says so.
 */
export function readable(thrown: unknown): unknown {
  try {
    void (thrown instanceof Error);
    return thrown;
  } catch {
    return new Error(NO_MESSAGE);
  }
}

/**
 * Whatever was thrown, as an error with a message: handlers may throw `undefined`, an object without a message, or
 * one that cannot be read. Sound errors stay themselves. Of an HTTP exception of Nest the message is all that it says.
 */
export function errorOf(thrown: unknown): Error {
  try {
    const message = messageOf(thrown);
    const details = detailsOf(thrown);
    if (thrown instanceof Error && thrown.message === message) return thrown;
    return Object.assign(new Error(message, { cause: thrown }), details);
  } catch {
    return new Error(NO_MESSAGE);
  }
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof HttpException) return textOf(statementOf(thrown));
  switch (typeof thrown) {
    case 'object':
      return textOf(thrown && 'message' in thrown ? thrown.message : undefined);
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return String(thrown);
    default:
      return textOf(thrown);
  }
}

function textOf(message: unknown): string {
  return typeof message === 'string' && message !== '' ? message : NO_MESSAGE;
}

/** The message of an HTTP exception, a list of messages as `ValidationPipe` makes it, and whatever else it holds. */
function statementOf(exception: HttpException): string {
  const response = exception.getResponse();
  if (typeof response !== 'object') return response;
  const { message = exception.message } = response as { message?: unknown };
  const messages = [message].flat().map((item) => (typeof item === 'string' ? item : jsonOf(item)));
  const others = Object.entries(response).filter(([key]) => !STATED.has(key));
  return [messages.join('; '), ...(others.length > 0 ? [jsonOf(Object.fromEntries(others))] : [])].join(' ');
}

function jsonOf(value: unknown): string {
  return JSON.stringify(toJsonValue(value)) ?? '';
}

// A JSON-RPC error may be thrown as a plain object.
function detailsOf(thrown: unknown): object {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const { code, data } = thrown as { code?: unknown; data?: unknown };
  return { ...(Number.isSafeInteger(code) && { code }), ...(data !== undefined && { data }) };
}
