import { Logger } from '@nestjs/common';
import type { ExceptionFilterMetadata } from '@nestjs/common/interfaces/exceptions/exception-filter-metadata.interface.js';
import { selectExceptionFilterMetadata } from '@nestjs/common/utils/select-exception-filter-metadata.util.js';
import type { ExternalExceptionsHandler } from '@nestjs/core/exceptions/external-exceptions-handler.js';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { isObservable, lastValueFrom } from 'rxjs';
import { loggableError } from '#redaction';
import { InputRequired } from '../definitions/input-required.ts';
import { readable } from '../results/thrown.ts';
import { GuardFault } from './named-guards.ts';

const logger = new Logger('McpFilters');

type Target = (...args: unknown[]) => Promise<unknown>;

/** Errors of the language: nobody throws them to say something. */
const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError, URIError];

/**
 * Lets exception filters answer for a handler: a filter's return value is the result, and what it throws is the
 * failure. A question to the agent skips the filters, because it is not a failure. An exception that no filter
 * catches is not logged here, because its event reports it, unless it is the fault of a guard: the event does not name
 * the guard.
 */
export function proxyFilters(target: Target, filters: ExternalExceptionsHandler, type: string): Target {
  return async (...args) => {
    try {
      return await target(...args);
    } catch (unknown) {
      const thrown = readable(unknown);
      const exception = thrown instanceof GuardFault ? thrown.thrown : thrown;
      if (exception instanceof InputRequired) throw exception;
      return answerOf(exception, filters, args, type).catch((failure: unknown) => {
        if (thrown instanceof GuardFault && failure === exception) tell(thrown);
        throw failure;
      });
    }
  };
}

function tell({ guard, method, thrown }: GuardFault): void {
  logger.error(
    `The guard ${guard} of ${method} failed, so the request was refused: ${loggableError(thrown)}`,
  );
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
      // A filter that rethrows the same exception leaves it to the other filters.
      if (thrown !== exception && !isBroken(thrown)) throw thrown;
    }
  }
  throw exception;
}

// WHY: Nest asks only the first filter that matches, and has no public access to its list. Here the first one may be
// made for HTTP. `nest.spec.ts` fails when the list is gone.
function filtersFor(exception: unknown, handler: ExternalExceptionsHandler): ExceptionFilterMetadata[] {
  const { filters } = handler as unknown as { filters: ExceptionFilterMetadata[] };
  return filters.filter((filter) => selectExceptionFilterMetadata([filter], exception) !== undefined);
}

// A filter that renders HTTP responses fails here, because there is no response. The agent gets the original failure,
// and the author of the filter finds both in the log.
function isBroken(thrown: unknown): boolean {
  const known = readable(thrown);
  if (!FAULTS.some((fault) => known instanceof fault)) return false;
  logger.error(
    'An exception filter broke and was skipped. If it renders HTTP responses, let it rethrow the exception when ' +
      `host.getType() is 'mcp'. ${loggableError(thrown)}`,
  );
  return true;
}
