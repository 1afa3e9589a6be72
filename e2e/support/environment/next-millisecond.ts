import { waitUntil } from './wait-until.ts';

/** Resolves once the time of day is later, in whole milliseconds. A timer is no substitute: it may fire early. */
export async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  await waitUntil(() => Date.now() > now, { reason: 'the next millisecond has begun' });
}
