import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent, HistoryPage } from '#contract';
import { connectLegacyClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';

const TENANTS = ['acme', 'globex'] as const;

describe('arguments and results of a tenant that stores them for a shorter time', () => {
  let app: INestApplication;
  let origin: string;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      tools: { payloads: { mode: 'redacted' } },
      events: { log: 'memory:', tenants: { acme: { payloadMaxAgeMs: 1_000 } } },
      mcp: { agentKeys: TENANTS.map((tenantId) => ({ tenantId, key: `a-key-of-${tenantId}` })) },
    }));
  });

  afterEach(() => app.close());

  const calls = (events: readonly CrowsnestEvent[]): string[] =>
    events
      .filter(({ type }) => type === 'tool:start' || type === 'tool:done')
      .map(({ tenantId, data }) => `${tenantId} ${'payload' in data ? data.payload : 'whole'}`);
  const history = async (): Promise<string[]> =>
    calls(((await (await asAdmin(origin, '/history')).json()) as HistoryPage).events);
  const replayed = async (): Promise<string[]> => {
    const stream = await EventStream.open(origin, { lastEventId: '0' });
    await stream.until(() => calls(stream.events).length === 4);
    stream.cut();
    return calls(stream.events);
  };

  it('are gone from history and from streams after it, and those of others stay', async () => {
    for (const tenant of TENANTS) {
      const agent = await connectLegacyClient(app, { name: 'agent', key: `a-key-of-${tenant}` });
      await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      await agent.close();
    }
    const expected = ['acme gone', 'acme gone', 'globex whole', 'globex whole'];
    await waitUntil(async () => (await history()).join() === expected.join(), {
      reason: 'the arguments and results of acme are gone',
      seen: history,
    });
    // The memory is cleared right after the log.
    const seen = await waitUntil(
      async () => {
        const calls = await replayed();
        return calls.join() === expected.join() ? calls : undefined;
      },
      { reason: 'no stream brings them from memory', seen: replayed },
    );
    expect(seen).toEqual(expected);
  });
});
