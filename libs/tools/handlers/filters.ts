import { Logger } from '@nestjs/common';
import type { ExternalExceptionsHandler } from '@nestjs/core/exceptions/external-exceptions-handler.js';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { isObservable, lastValueFrom } from 'rxjs';
import { InputRequired } from './input-required.ts';

const logger = new Logger('McpFilters');

type Target = (...args: unknown[]) => Promise<unknown>;

/**
 * Lets exception filters answer for a handler: what a filter returns is the result, and what it throws the
 * failure. A question to the agent passes them by, since it is none. What no filter catches is not logged
 * here, because its event tells of it.
 */
export function proxyFilters(target: Target, filters: ExternalExceptionsHandler, type: string): Target {
  return async (...args) => {
    try {
      return await target(...args);
    } catch (exception) {
      if (exception instanceof InputRequired) throw exception;
      return answerOf(exception, filters, args, type);
    }
  };
}

async function answerOf(
  exception: unknown,
  filters: ExternalExceptionsHandler,
  args: unknown[],
  type: string,
): Promise<unknown> {
  const host = new ExecutionContextHost(args);
  host.setType(type);
  let answer: unknown;
  try {
    const given: unknown = filters.invokeCustomFilters(exception, host);
    answer = isObservable(given) ? await lastValueFrom(given) : await given;
  } catch (thrown) {
    throw isMadeForHttp(thrown, exception) ? exception : thrown;
  }
  if (answer === undefined) throw exception;
  return answer;
}

// A filter that renders HTTP responses finds none here and breaks on it. The agent is to see the failure
// itself, and not how the filter broke.
function isMadeForHttp(thrown: unknown, exception: unknown): boolean {
  if (!(thrown instanceof TypeError) || thrown === exception) return false;
  logger.debug(`A filter made for another context was passed by: ${thrown.message}`);
  return true;
}
