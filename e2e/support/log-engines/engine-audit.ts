import { parseFilter, type EventFilter, type UncommittedEvent } from '#contract';
import { readHistory, type LoggedEvent } from '#events';
import { waitUntil } from '../environment/wait-until.ts';
import { idsOf, type EngineUnderTest } from './engine-under-test.ts';

const command = (by: string, tenantId = 'default'): UncommittedEvent => ({
  type: 'admin:session-end',
  sessionId: 's',
  tenantId,
  timestamp: new Date().toISOString(),
  data: { admin: by, from: '127.0.0.1', outcome: 'done', sessionId: 's' },
});

const MAX_EVENTS = 20;

/** What an engine keeps of what admins did. */
export function describeAudit(current: () => EngineUnderTest): void {
  /** Appends commands among other events, and more events until retention has dropped all of the commands. */
  const appendAndDrop = async (): Promise<LoggedEvent[]> => {
    const engine = current();
    for (const by of ['ann', 'bob', 'eve']) {
      engine.log.append(command(by, by === 'bob' ? 'acme' : 'default'));
      await engine.append(2);
    }
    const commands = engine.delivered.filter(({ type }) => type === 'admin:session-end');
    await waitUntil(
      async () => {
        await engine.append(5);
        return (
          (await engine.log.read({ limit: MAX_EVENTS, filter: { types: ['admin:session-end'] } })).length ===
          0
        );
      },
      { reason: 'the log has dropped the commands' },
    );
    return commands;
  };

  it('joins what admins did to the history after retention has dropped it, in both directions', async () => {
    const engine = current();
    await engine.open({ maxEvents: MAX_EVENTS });
    const commands = await appendAndDrop();
    const kept = await engine.log.read({ limit: 100 });
    const read = async (request: object) => idsOf(await readHistory(engine.log, { limit: 100, ...request }));
    const all = idsOf([...commands, ...kept]);
    expect(await read({})).toEqual(all);
    expect(await read({ after: '0' })).toEqual(all);
    expect(await read({ after: '0', limit: 2 })).toEqual(all.slice(0, 2));
    expect(await read({ after: all[0], limit: 3 })).toEqual(all.slice(1, 4));
    expect(await read({ before: all[4], limit: 3 })).toEqual(all.slice(1, 4));
    expect(await read({ limit: kept.length + 1 })).toEqual(all.slice(2));
    expect(await read({ after: engine.log.start })).toEqual(idsOf(kept));
    expect(idsOf(await engine.log.read({ limit: 100 }))).toEqual(idsOf(kept));
  });

  it('joins only what matches the filter', async () => {
    const engine = current();
    await engine.open({ maxEvents: MAX_EVENTS });
    const [ann, bob, eve] = idsOf(await appendAndDrop());
    const read = async (filter: EventFilter) => idsOf(await readHistory(engine.log, { limit: 100, filter }));
    const parsed = parseFilter('type:admin:*');
    expect(await read('filter' in parsed ? { terms: parsed.filter.terms } : {})).toEqual([ann, bob, eve]);
    expect(await read({ tenants: ['acme'] })).toEqual([bob]);
    expect(await read({ types: ['tool:done'] })).toEqual([]);
  });

  it('drops what admins did once it is too old', async () => {
    const engine = current();
    await engine.open({ maxEvents: MAX_EVENTS, auditMaxAgeMs: 100 });
    await appendAndDrop();
    await waitUntil(
      async () => {
        await engine.append(5);
        return (
          (await readHistory(engine.log, { limit: 100, filter: { types: ['admin:session-end'] } })).length ===
          0
        );
      },
      { reason: 'the commands are gone' },
    );
  });
}
