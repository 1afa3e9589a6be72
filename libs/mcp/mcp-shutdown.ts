import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { shuttingDown } from '#edge';
import { loggableExcerpt } from '#redaction';
import { RunningCalls } from '#sessions';
import { counted, Shutdown } from '#shutdown';
import { Offer } from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { sessionEndText } from './session-end-text.ts';

/** Maximum length of the names of running tools in the log, in characters. */
const MAX_NAMES = 200;

/** The part of agents in the shutdown: no new work, an own outcome for what runs, and an answer for everybody. */
@Injectable()
export class McpShutdown {
  #isRefusing = false;

  constructor(
    @Inject(MCP_MODULE_OPTIONS) { drainMs }: McpModuleOptions,
    shutdown: Shutdown,
    private readonly calls: RunningCalls,
    private readonly modern: ModernEndpoint,
    private readonly offer: Offer,
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
   * Refuses a body with a request once the shutdown has begun. Answers, cancellations and other notifications go on to
   * the calls that still run. Throws an `EdgeError`: 503.
   */
  admitMessages(body: unknown, response: Response): void {
    if (!this.#isRefusing || ![body].flat().some(isNewWork)) return;
    response.setHeader('Connection', 'close');
    throw shuttingDown();
  }

  async #whenNoCalls(): Promise<void> {
    // A call that was admitted in this turn of the event loop has begun by then.
    await setImmediate();
    await this.calls.whenNone();
  }

  async #cancelAll(): Promise<void> {
    await this.calls.cancelAll(sessionEndText('shutdown'));
    await this.offer.close();
    // Other requests of the older era are answered with the end of their sessions.
    this.modern.close();
  }

  #describeCalls(): string {
    const names = new Set(this.calls.all().map(({ tool }) => tool));
    return `${counted(this.calls.size, 'call')} to end (${loggableExcerpt([...names].join(', '), MAX_NAMES)})`;
  }
}

/** Whether a message asks for something; a ping only asks whether the connection lives. */
function isNewWork(message: unknown): boolean {
  const { method, id } = (message ?? {}) as { method?: unknown; id?: unknown };
  return method !== undefined && id !== undefined && method !== 'ping';
}
