import type { EventId, UncommittedEvent } from '#contract';
import { ExpiringEvents, type EventLog, type LostRange } from '#events';
import { call, callIdsOf, EngineUnderTest, idsOf } from './engine-under-test.ts';

function callOf(callId: string, tenantId: string, ageMs: number): UncommittedEvent {
  return { ...call(callId), tenantId, timestamp: new Date(Date.now() - ageMs).toISOString() };
}

/** Every range of lost events. */
function rangesOf(log: EventLog): LostRange[] {
  const ranges: LostRange[] = [];
  for (let lost = log.lostAfter(log.start); lost; lost = log.lostAfter(lost.last)) ranges.push(lost);
  return ranges;
}

/** How an engine drops single events of some tenant, and what readers learn of it. */
export function describeThinning(
  current: () => EngineUnderTest,
  { dropsSingleEvents, isShared }: { dropsSingleEvents: boolean; isShared: boolean },
): void {
  if (!dropsSingleEvents) {
    it('refuses to drop single events', async () => {
      const engine = current();
      await engine.open();
      await engine.append(3);
      const [first] = engine.delivered;
      const lost = { after: engine.log.start, last: first!.id, from: null, to: null, missing: 1 };
      await expect(engine.log.dropEvents([first!.id], lost)).rejects.toMatchObject({
        code: 'LOG_UNSUPPORTED',
      });
    });
    return;
  }

  /** Events of two tenants by turns; of `acme` the first ones are old. */
  async function fill(): Promise<EngineUnderTest> {
    const engine = current();
    await engine.open();
    for (let n = 0; n < 40; n += 1) {
      engine.log.append(callOf(`acme-${n}`, 'acme', n < 20 ? 90_000 : 1_000));
      engine.log.append(callOf(`globex-${n}`, 'globex', 90_000));
      if (n % 7 === 0) await engine.log.flush();
    }
    await engine.log.flush();
    return engine;
  }

  const expire = ({ log }: EngineUnderTest): Promise<boolean> =>
    new ExpiringEvents(log, { tenants: ['acme'] }, 60_000).expire(log.last);

  const all = async ({ log }: EngineUnderTest): Promise<unknown[]> =>
    callIdsOf(await log.read({ after: log.start, limit: 1_000 }));

  it('drops the old events of a tenant, and keeps all others as they were', async () => {
    const engine = await fill();
    const isLeft = (callId: unknown): boolean => !/^acme-1?\d$/.test(String(callId));
    const left = callIdsOf(engine.delivered).filter(isLeft);
    expect(await expire(engine)).toBe(true);
    expect(await all(engine)).toEqual(left);
    const ofAcme = await engine.log.read({ limit: 1_000, filter: { tenants: ['acme'] } });
    expect(callIdsOf(ofAcme)).toEqual(left.filter((callId) => String(callId).startsWith('acme')));
    const counted = await engine.log.summarize({ form: { kind: 'range' }, upTo: engine.log.last });
    expect(counted.tools.get('search')).toMatchObject({ calls: 60 });
    expect(await expire(engine)).toBe(false);
    await engine.append(3);
    expect(await all(engine)).toEqual([...left, 'call-0', 'call-1', 'call-2']);
  });

  it('tells readers of the range that is not whole any more, with the number of events', async () => {
    const engine = await fill();
    const before = engine.log.start;
    const [first, second, last] = [engine.idAt(0), engine.idAt(2), engine.idAt(38)];
    await expire(engine);
    const [lost, ...more] = rangesOf(engine.log);
    expect(more).toEqual([]);
    expect(lost).toMatchObject({ last, missing: 20, to: engine.delivered[38]?.timestamp });
    expect(await engine.log.locate(engine.idAt(1))).toEqual({ known: false, resumeAfter: last });
    expect(await engine.log.locate(first)).toEqual({ known: false, resumeAfter: last });
    expect(await engine.log.locate(before)).toEqual({ known: true });
    expect(await engine.log.locate(last)).toEqual({ known: true });
    expect(await engine.log.locate(engine.idAt(50))).toEqual({ known: true });
    if (!engine.place.keepsHistory) return;
    await engine.log.close();
    await engine.open();
    expect(rangesOf(engine.log)).toEqual([lost]);
    expect(await engine.log.locate(second)).toEqual({ known: false, resumeAfter: last });
  });

  it('lets one range grow while more events become too old', async () => {
    const engine = await fill();
    const acme = new ExpiringEvents(engine.log, { tenants: ['acme'] }, 60_000);
    await acme.expire(engine.idAt(9));
    await acme.expire(engine.idAt(29));
    await acme.expire(engine.log.last);
    expect(rangesOf(engine.log)).toMatchObject([{ last: engine.idAt(38), missing: 20 }]);
  });

  it('does not drop what admins did, or events beyond the given one', async () => {
    const engine = current();
    await engine.open();
    const { type: _, data: _data, ...facts } = callOf('', 'acme', 90_000);
    const act = { admin: 'ann', from: '127.0.0.1', outcome: 'done' } as const;
    engine.log.append({ ...facts, type: 'admin:session-end', data: { ...act, sessionId: 's' } });
    for (const callId of ['one', 'two', 'three']) engine.log.append(callOf(callId, 'acme', 90_000));
    await engine.log.flush();
    await new ExpiringEvents(engine.log, { tenants: ['acme'] }, 60_000).expire(engine.idAt(2));
    const kept: EventId[] = [engine.idAt(0), engine.idAt(3)];
    expect(idsOf(await engine.log.read({ after: engine.log.start, limit: 10 }))).toEqual(kept);
  });

  if (!isShared) return;

  it('lets another process that has the log open learn of it when it reads', async () => {
    const engine = await fill();
    const other = new EngineUnderTest(engine.place);
    await other.open();
    const { start: after, last: upTo } = other.log;
    expect(rangesOf(other.log)).toEqual([]);
    await expire(engine);
    // Both look. Who comes second drops nothing, and knows the same.
    await new ExpiringEvents(other.log, { tenants: ['acme'] }, 60_000).expire(upTo);
    await other.log.readPage({ after, upTo });
    expect(rangesOf(other.log)).toEqual(rangesOf(engine.log));
    expect(await other.log.locate(engine.idAt(1))).toEqual({ known: false, resumeAfter: engine.idAt(38) });
    await other.log.close();
  });
}
