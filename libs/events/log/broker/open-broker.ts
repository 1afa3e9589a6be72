import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError } from '../log-error.ts';
import type { Broker, BrokerState } from './broker.ts';

/** Milliseconds between two attempts. */
const RETRY_MS = 250;

/** A server that takes connections and does not answer, such as one that is paused, is waited for as well. */
const MAY_RETURN: ReadonlySet<string> = new Set(['LOG_AWAY', 'LOG_STALLED']);

/** Opens the log, as soon as the broker answers. Rejects with its `LogError` when that takes longer than `waitMs`. */
export async function openBroker(broker: Broker, waitMs: number): Promise<BrokerState> {
  const begun = performance.now();
  for (let isTold = false; ; isTold = true)
    try {
      return await broker.open();
    } catch (error) {
      const mayReturn = error instanceof LogError && MAY_RETURN.has(error.code);
      if (!mayReturn || performance.now() - begun >= waitMs) throw error;
      if (!isTold) new Logger('EventLog').warn(`${error.message} The start waits for it.`);
      await setTimeout(RETRY_MS);
    }
}
