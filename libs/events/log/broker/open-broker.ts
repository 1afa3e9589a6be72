import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError } from '../log-error.ts';
import type { Broker, BrokerState } from './broker.ts';

/** Milliseconds between two attempts. */
const RETRY_MS = 250;

/** Opens the log, as soon as the broker is there. Rejects with its `LogError` when that takes longer than `waitMs`. */
export async function openBroker(broker: Broker, waitMs: number): Promise<BrokerState> {
  const begun = performance.now();
  for (let isTold = false; ; isTold = true)
    try {
      return await broker.open();
    } catch (error) {
      const isAway = error instanceof LogError && error.code === 'LOG_AWAY';
      if (!isAway || performance.now() - begun >= waitMs) throw error;
      if (!isTold) new Logger('EventLog').warn(`${error.message} The start waits for it.`);
      await setTimeout(RETRY_MS);
    }
}
