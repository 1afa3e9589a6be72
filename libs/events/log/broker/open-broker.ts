import { setTimeout } from 'node:timers/promises';
import { LogError } from '../log-error.ts';
import type { Broker, BrokerState } from './broker.ts';

/** Milliseconds that a start waits for a broker that is away, as when both are started together. */
const OPEN_MS = 10_000;
const RETRY_MS = 250;

/** Opens the log, as soon as the broker is there. Rejects with its `LogError` when that takes too long. */
export async function openBroker(broker: Broker): Promise<BrokerState> {
  const begun = performance.now();
  for (;;)
    try {
      return await broker.open();
    } catch (error) {
      const isAway = error instanceof LogError && error.code === 'LOG_AWAY';
      if (!isAway || performance.now() - begun >= OPEN_MS) throw error;
      await setTimeout(RETRY_MS);
    }
}
