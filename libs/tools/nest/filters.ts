import { Logger } from '@nestjs/common';
import type { ExceptionFilterMetadata } from '@nestjs/common/interfaces/exceptions/exception-filter-metadata.interface.js';
import { selectExceptionFilterMetadata } from '@nestjs/common/utils/select-exception-filter-metadata.util.js';
import type { ExternalExceptionsHandler } from '@nestjs/core/exceptions/external-exceptions-handler.js';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { isObservable, lastValueFrom } from 'rxjs';
import { loggableError } from '#redaction';
import { InputRequired } from '../definitions/input-required.ts';
import { readable } from '../results/thrown.ts';

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
    } catch (thrown) {
      const exception = readable(thrown);
      if (exception instanceof InputRequired) throw exception;
      return answerOf(exception, filters, args, type);
    }
  };
}

async function answerOf(
  exception: unknown,
  handler: ExternalExceptionsHandler,
  args: unknown[],
  type: string,
): Promise<unknown> {
  const host = new ExecutionContextHost(args);
  host.setType(type);
  for (const { func } of filtersFor(exception, handler)) {
    try {
      const given: unknown = func(exception, host);
      const answer: unknown = isObservable(given) ? await lastValueFrom(given) : await given;
      if (answer !== undefined) return answer;
    } catch (thrown) {
      // One that throws what it was given leaves it to the others.
      if (thrown !== exception && !isBroken(thrown)) throw thrown;
    }
  }
  throw exception;
}

// WHY: Nest asks the first filter that matches and no other, and keeps its list to itself; here the first may turn out
// to be made for HTTP. `nest.spec.ts` fails when the list is gone.
function filtersFor(exception: unknown, handler: ExternalExceptionsHandler): ExceptionFilterMetadata[] {
  const { filters } = handler as unknown as { filters: ExceptionFilterMetadata[] };
  return filters.filter((filter) => selectExceptionFilterMetadata([filter], exception) !== undefined);
}

// A filter that renders HTTP responses finds none here and breaks on it. The agent is to see the failure itself, and
// not how the filter broke; its author is to see both.
function isBroken(thrown: unknown): boolean {
  if (!(readable(thrown) instanceof TypeError)) return false;
  logger.error(
    'An exception filter broke and was passed by. If it renders HTTP responses, let it rethrow the exception where ' +
      `host.getType() is 'mcp'. ${loggableError(thrown)}`,
  );
  return true;
}
