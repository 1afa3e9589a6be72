import type { UncommittedEvent } from '#contract';
import { TenantPayloads, type LoggedEvent } from '#events';
import { waitUntil } from '../environment/wait-until.ts';
import type { EngineUnderTest } from './engine-under-test.ts';

/** A text in a payload that looks like the beginning of another event. */
const AWKWARD = 'a "quoted" \\ text,"payload":"beside"\n\u2028';

/** Both ends of a call, each with a payload in front of another member. */
function eventsOf(callId: string, { tenantId = 'default', ageMs = 0 } = {}): UncommittedEvent[] {
  const common = { sessionId: 's', tenantId, timestamp: new Date(Date.now() - ageMs).toISOString() };
  const call = { callId, tool: 'search', argumentBytes: 12 };
  const args = { text: AWKWARD, payload: 'beside', list: [null, 1.5] };
  return [
    { ...common, type: 'tool:start', data: { ...call, arguments: args, instance: 'here' } },
    { ...common, type: 'tool:done', data: { ...call, durationMs: 1, result: null, resultBytes: 4 } },
  ];
}

const jsonsOf = (events: readonly LoggedEvent[]): string[] => events.map(({ json }) => json);

const membersOf = (events: readonly LoggedEvent[]): string[] =>
  events.map(({ event }) => Object.keys(event.data).join());

const WHOLE = [
  'callId,tool,argumentBytes,arguments,instance',
  'callId,tool,argumentBytes,durationMs,result,resultBytes',
];
const GONE = [
  'callId,tool,argumentBytes,payload,instance',
  'callId,tool,argumentBytes,durationMs,payload,resultBytes',
];

/** What an engine does with the payloads of events. */
export function describePayloads(current: () => EngineUnderTest): void {
  const readAll = () => current().log.read({ after: current().log.start, limit: 100 });

  it('gives events back with their payloads as they were appended, live and later', async () => {
    const engine = current();
    await engine.open();
    const appended = [...eventsOf('one'), ...eventsOf('two')];
    for (const event of appended) engine.log.append(event);
    await engine.log.flush();
    expect(engine.delivered.map(({ event }) => event)).toMatchObject(appended);
    expect(membersOf(engine.delivered)).toEqual([...WHOLE, ...WHOLE]);
    expect(jsonsOf(await readAll())).toEqual(jsonsOf(engine.delivered));
    const filtered = await engine.log.read({ limit: 1, filter: { types: ['tool:start'] } });
    expect(jsonsOf(filtered)).toEqual(jsonsOf(engine.delivered.slice(2, 3)));
    if (!engine.place.keepsHistory) return;
    const delivered = jsonsOf(engine.delivered);
    await engine.log.close();
    await engine.open();
    expect(jsonsOf(await readAll())).toEqual(delivered);
  });

  it('erases the payloads of given calls, whose events say so and stay', async () => {
    const engine = current();
    await engine.open();
    for (const event of [...eventsOf('one'), ...eventsOf('two')]) engine.log.append(event);
    await engine.log.erasePayloads(['one', 'unknown']);
    const events = await readAll();
    expect(membersOf(events)).toEqual([...GONE, ...WHOLE]);
    expect(events[0]?.event.data).toMatchObject({ payload: 'gone', argumentBytes: 12 });
    expect(jsonsOf(events.slice(2))).toEqual(jsonsOf(engine.delivered.slice(2)));
  });

  it('erases the payloads of given calls in the range of ids that is named', async () => {
    const engine = current();
    await engine.open();
    for (const event of [...eventsOf('one'), ...eventsOf('two')]) engine.log.append(event);
    await engine.log.flush();
    const [, , first, last] = engine.delivered.map(({ id }) => id);
    await engine.log.erasePayloads(['two'], { first: first!, last: last! });
    expect(membersOf(await readAll())).toEqual([...WHOLE, ...GONE]);
  });

  it('erases the payloads of a tenant that are too old, and those of no other tenant', async () => {
    const engine = current();
    await engine.open();
    const acme = new TenantPayloads(engine.log, 'acme', 60_000);
    const old = { tenantId: 'acme', ageMs: 90_000 };
    const appended = [
      ...eventsOf('one', old),
      ...eventsOf('two', { ageMs: 90_000 }),
      ...eventsOf('three', { ...old, ageMs: 1_000 }),
    ];
    for (const event of appended) engine.log.append(event);
    await engine.log.flush();
    expect(await acme.expire()).toBe(true);
    expect(membersOf(await readAll())).toEqual([...GONE, ...WHOLE, ...WHOLE]);
    expect(await acme.expire()).toBe(false);
    for (const event of eventsOf('four', old)) engine.log.append(event);
    await engine.log.flush();
    // What is younger than its time comes first, so what follows it waits for that.
    expect(await acme.expire()).toBe(false);
    expect(await new TenantPayloads(engine.log, 'acme', 500).expire()).toBe(true);
    expect(membersOf(await readAll())).toEqual([...GONE, ...WHOLE, ...GONE, ...GONE]);
  });

  it('lets payloads end before their events, if they are kept for a shorter time', async () => {
    const engine = current();
    await engine.open({ payloadMaxAgeMs: 100 });
    for (const event of eventsOf('one')) engine.log.append(event);
    await waitUntil(
      async () => {
        await engine.append(1);
        return membersOf((await readAll()).slice(0, 2)).join() === GONE.join();
      },
      { reason: 'the payloads are gone' },
    );
  });
}
