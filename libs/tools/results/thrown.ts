import { HttpException } from '@nestjs/common';
import { toJsonValue } from './json-value.ts';

const NO_MESSAGE = 'The handler failed without a message';

/** Members that Nest adds beside the message of an HTTP exception. */
const STATED = new Set(['statusCode', 'error', 'message']);

/** Returns the thrown value, or an error in its place when even `instanceof` fails on it, as for a revoked proxy. */
export function readable(thrown: unknown): unknown {
  try {
    void (thrown instanceof Error);
    return thrown;
  } catch {
    return new Error(NO_MESSAGE);
  }
}

/**
 * Converts a thrown value to an error with a message, because handlers may throw `undefined`, an object without a
 * message, or an unreadable object. An error with a message is returned unchanged. An HTTP exception of Nest gives
 * all its details in the message.
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

/** The message of an HTTP exception, including the list of messages of a `ValidationPipe` and its other members. */
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

// A handler may throw a JSON-RPC error as a plain object.
function detailsOf(thrown: unknown): object {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const { code, data } = thrown as { code?: unknown; data?: unknown };
  return { ...(Number.isSafeInteger(code) && { code }), ...(data !== undefined && { data }) };
}
