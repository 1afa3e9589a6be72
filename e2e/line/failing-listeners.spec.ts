import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { DeliveryGuard, EventLog } from '#events';
import { connectLegacyClient, createCrowsnestTestingApp } from '#testing';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const emitters = [
  ['without wildcards', {}],
  ['with wildcards', { wildcard: true }],
  ['with wildcards and the delimiter ":"', { wildcard: true, delimiter: ':' }],
  ['that ignores no error', { ignoreErrors: false }],
] as const;

describe.each(['memory:', 'sqlite'])('an application whose listeners fail, over %s', (engine) => {
  let app: Awaited<ReturnType<typeof createCrowsnestTestingApp>>;

  afterEach(() => app.close());

  it.each(emitters)(
    'serves its agents, the log, the stream and its other listeners on an emitter %s',
    async (_, options) => {
      const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
      app = await createCrowsnestTestingApp({
        imports: [EventEmitterModule.forRoot(options)],
        providers: [ScriptedTools],
        options: { events: { log } },
      });
      const origin = await app.getUrl();
      const emitter = app.get(EventEmitter2);
      const unhandled: unknown[] = [];
      const note = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', note).on('uncaughtException', note);
      const fail = (): never => {
        throw new Error('thrown by a listener');
      };
      const heard: string[] = [];
      for (const name of ['tool:error', 'session:open', '*', '**', 'tool:*']) {
        emitter.on(name, fail);
        emitter.once(name, fail);
        emitter.prependListener(name, fail);
        emitter.on(name, () => Promise.reject(new Error('rejected by a listener')) as never);
        emitter.on(name, fail, { promisify: true, async: true });
      }
      emitter.onAny(fail).onAny(() => Promise.reject(new Error('rejected')) as never);
      emitter.on('tool:error', () => heard.push('tool:error'));
      const stream = await EventStream.open(origin);

      const client = await connectLegacyClient(origin, { name: 'agent' });
      for (let n = 0; n < 3; n += 1) await client.callTool({ name: 'add', arguments: { a: 'one' } });
      const result = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      expect(result.isError ?? false).toBe(false);
      await client.close();
      await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
      expect(heard).toHaveLength(3);
      expect(app.get(EventLog).condition).toBe('ok');
      expect(await readAll(origin, stream.hello.stats.asOf)).toEqual(stream.events);
      expect(await readStats(origin)).toMatchObject({ totalToolCalls: 4, errorCount: 3 });
      expect(app.get(DeliveryGuard).failures.get('A listener of "tool:error"')).toBeGreaterThan(9);
      stream.cut();
      process.off('unhandledRejection', note).off('uncaughtException', note);
      expect(unhandled).toEqual([]);
    },
  );
});
