import type { CrowsnestEvent } from '#contract';
import { EventLog, EventPublisher } from '#events';
import { readAll, readStats } from './admin-api.ts';
import type { TestApplication } from './test-application.ts';

/** Publishes the starts of calls of one tool, and resolves with them once they are committed. */
export async function publishCalls(
  { app, origin }: TestApplication,
  count: number,
  tool = 'search',
  padding = '',
): Promise<CrowsnestEvent[]> {
  const { asOf } = await readStats(origin);
  const publisher = app.get(EventPublisher);
  for (let n = 0; n < count; n += 1) {
    const data = { callId: `call-${asOf}-${n}${padding}`, tool };
    publisher.publish({
      type: 'tool:start',
      sessionId: `of ${tool}`,
      tenantId: 'default',
      data,
    });
  }
  await app.get(EventLog).flush();
  return readAll(origin, asOf);
}
