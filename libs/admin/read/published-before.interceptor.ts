import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { EventLog, inTime } from '#events';

/** Milliseconds after which a request is answered with what the log has committed by then. */
const MAX_WAIT_MS = 1_000;

/**
 * Answers a request once the log has committed what this instance published before it: whoever ends a session, or has
 * made a call, finds that in the history and in the counters.
 */
@Injectable()
export class PublishedBefore implements NestInterceptor {
  constructor(private readonly log: EventLog) {}

  async intercept(_context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    await inTime(this.log.flush(), MAX_WAIT_MS, () => undefined);
    return next.handle();
  }
}
