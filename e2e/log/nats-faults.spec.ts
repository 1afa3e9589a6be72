import { nanos } from '@nats-io/transport-node';
import { compareEventIds } from '#contract';
import { createEventLog } from '#events';
import { describeFaults } from '../support/brokers/fault-suite.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest } from '../support/log-engines/engine-under-test.ts';

/** The least that a server allows. */
const WINDOW_MS = 100;

describeWithNats('with a NATS server', () => {
  describeFaults(
    'NATS',
    () => NatsServer.start(),
    (current) => {
      it('refuses an event that is larger than a message of the server, and continues with the next', async () => {
        const { engine } = current();
        await engine.open();
        const large = call('large', 'x'.repeat(1_048_576));
        for (const event of [call('before'), large, call('after')]) engine.log.append(event);
        await engine.log.flush();
        expect(callIdsOf(engine.delivered)).toEqual(['before', 'after']);
        expect(engine.refused).toEqual([large]);
      });

      it('divides a batch into messages that the server takes', async () => {
        const { engine } = current();
        await engine.open();
        const tool = 'x'.repeat(300_000);
        for (let n = 0; n < 7; n += 1) engine.log.append(call(`call-${n}`, tool));
        await engine.log.flush();
        const held = await engine.log.read({ limit: 10 });
        expect(callIdsOf(held)).toEqual(Array.from({ length: 7 }, (_, n) => `call-${n}`));
        expect(held.map(({ json }) => json)).toEqual(engine.delivered.map(({ json }) => json));
      });

      it('reads the whole history while it finds the end of the log after a broken connection', async () => {
        const { engine, proxy, prefix } = current();
        await engine.open();
        await engine.append(5);
        proxy.hold(`DIRECT.GET.${prefix}`);
        proxy.shut();
        proxy.reopen();
        await waitUntil(() => proxy.isHolding, { reason: 'the log asks for its last message' });
        const reading = engine.log.read({ limit: 10 });
        proxy.release();
        expect(callIdsOf(await reading)).toEqual(callIdsOf(engine.delivered));
      });

      it('appends each event once when it repeats them later than the server looks for duplicates', async () => {
        const { engine, proxy, server, prefix } = current();
        await engine.open();
        await engine.append(1);
        const nats = server as NatsServer;
        await nats.manage(({ streams }) => streams.update(prefix, { duplicate_window: nanos(WINDOW_MS) }));
        proxy.hold(server.appendText(prefix));
        for (let n = 1; n < 5; n += 1) engine.log.append(call(`call-${n}`));
        const stored = (): Promise<number> =>
          nats.manage(async ({ streams }) => (await streams.info(prefix)).state.messages);
        await waitUntil(async () => (await stored()) === 2, { reason: 'the server has the events' });
        const until = Date.now() + 2 * WINDOW_MS;
        proxy.shut();
        proxy.release();
        await waitUntil(() => Date.now() > until, { reason: 'the server looks for duplicates no more' });
        proxy.reopen();
        await engine.log.flush();
        const calls = engine.delivered.filter(({ type }) => type === 'tool:start');
        expect(callIdsOf(calls)).toEqual(Array.from({ length: 5 }, (_, n) => `call-${n}`));
      });

      it('appends an event once that retention has dropped before its acknowledgement has arrived', async () => {
        const { engine, proxy, server, prefix } = current();
        const url = server.url(prefix);
        const create = () => createEventLog(url, { maxEvents: 10 });
        const others = ['one that writes', 'one that looks after the log'].map(
          () => new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined }),
        );
        const [writing, looking] = others as [EngineUnderTest, EngineUnderTest];
        await Promise.all([engine.open({ maxEvents: 10 }), writing.open()]);
        await engine.append(1);
        proxy.hold(server.appendText(prefix));
        engine.log.append(call('stored'));
        const times = (id: string): number =>
          callIdsOf(writing.delivered).filter((callId) => callId === id).length;
        await waitUntil(() => times('stored') === 1, { reason: 'the event is stored' });
        await writing.appendSlowly(30, 1);
        await looking.open();
        expect(compareEventIds(looking.log.start, writing.idAt(1))).toBeGreaterThan(0);
        proxy.shut();
        proxy.release();
        proxy.reopen();
        engine.log.append(call('next'));
        await waitUntil(() => times('next') === 1, { reason: 'the next event is stored' });
        expect(times('stored')).toBe(1);
        for (const other of others) await other.log.close();
      });

      it('begins after what an administrator has purged', async () => {
        const { engine, server, prefix } = current();
        await engine.open();
        for (let n = 0; n < 5; n += 1) await engine.append(1);
        await (server as NatsServer).manage(({ streams }) => streams.purge(prefix, { seq: 4 }));
        const [third, fourth] = [engine.idAt(2), engine.idAt(3)];
        await engine.log.close();
        await engine.open();
        expect(engine.log.start).toBe(third);
        expect((await engine.log.read({ limit: 10 }))[0]?.id).toBe(fourth);
      });
    },
  );
});
