import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { shuttingDown } from '#edge';
import { loggableExcerpt } from '#redaction';
import { RunningCalls } from '#sessions';
import { counted, Shutdown } from '#shutdown';
import { Offers } from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';
import { Beginnings } from './legacy/beginnings.ts';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { sessionEndText } from './session-end-text.ts';

/** Maximum length of the names of running tools in the log, in characters. */
const MAX_NAMES = 200;

/**
 * Shuts down the agents' side: refuses new work, gives every running call its own outcome, and answers every request.
 */
@Injectable()
export class McpShutdown {
  #isRefusing = false;

  constructor(
    @Inject(MCP_MODULE_OPTIONS) { drainMs }: McpModuleOptions,
    shutdown: Shutdown,
    private readonly calls: RunningCalls,
    private readonly modern: ModernEndpoint,
    private readonly beginnings: Beginnings,
    private readonly offers: Offers,
  ) {
    if (drainMs !== undefined) shutdown.setDeadline('wait for running calls', drainMs);
    shutdown.during('refuse new work', () => (this.#isRefusing = true));
    shutdown.during(
      'wait for running calls',
      () => this.#whenNoCalls(),
      () => this.#describeCalls(),
    );
    shutdown.during(
      'cancel what still runs',
      () => this.#cancelAll(),
      () => 'subscriptions to end',
    );
  }

  /**
   * Refuses a body with a request once the shutdown has begun. Answers, cancellations and other notifications still
   * reach the running calls. Throws an `EdgeError` (503).
   */
  admitMessages(body: unknown, response: Response): void {
    if (!this.#isRefusing || ![body].flat().some(isNewWork)) return;
    response.setHeader('Connection', 'close');
    throw shuttingDown();
  }

  async #whenNoCalls(): Promise<void> {
    // Lets a call begin that was admitted in this turn of the event loop.
    await setImmediate();
    await this.calls.whenNone();
  }

  async #cancelAll(): Promise<void> {
    await this.calls.cancelAll(sessionEndText('shutdown'));
    await this.offers.close();
    // Other requests of the older era are answered when their sessions end.
    this.modern.close();
    this.beginnings.close();
  }

  #describeCalls(): string {
    const names = new Set(this.calls.all().map(({ tool }) => tool));
    return `${counted(this.calls.size, 'call')} to end (${loggableExcerpt([...names].join(', '), MAX_NAMES)})`;
  }
}

/** Whether a message asks for work. A ping does not: it only tests the connection. */
function isNewWork(message: unknown): boolean {
  const { method, id } = (message ?? {}) as { method?: unknown; id?: unknown };
  return method !== undefined && id !== undefined && method !== 'ping';
}
