import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
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

/** Options with which EventEmitter2 calls a listener later, outside of the delivery. */
const DEFERRED = [
  { async: true },
  { nextTick: true },
  { promisify: true },
  { promisify: false, async: true },
];

const fail = (): never => {
  throw new Error('thrown by a listener');
};
const reject = (): never => Promise.reject(new Error('rejected by a listener')) as never;

/** Listeners that Nest adds, and that fail later. */
@Injectable()
class FailingListeners {
  readonly heard: string[] = [];

  @OnEvent('tool:error', { async: true, suppressErrors: false })
  fail(): never {
    this.heard.push('unsuppressed');
    return fail();
  }

  @OnEvent('tool:error', { async: true })
  failWithoutError(): never {
    this.heard.push('suppressed');
    // Nest reads the message of whatever was thrown, and fails at it.
    throw undefined;
  }
}

describe.each(['memory:', 'sqlite'])('an application whose listeners fail, over %s', (engine) => {
  let app: Awaited<ReturnType<typeof createCrowsnestTestingApp>>;

  afterEach(() => app.close());

  it.each(emitters)(
    'keeps its agents, log, stream and other listeners working on an emitter %s',
    async (_, options) => {
      const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
      app = await createCrowsnestTestingApp({
        imports: [EventEmitterModule.forRoot({ ...options, maxListeners: 0 })],
        providers: [ScriptedTools, FailingListeners],
        options: { events: { log } },
      });
      const origin = await app.getUrl();
      const emitter = app.get(EventEmitter2);
      const unhandled: unknown[] = [];
      const note = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', note).on('uncaughtException', note);
      const heard: string[] = [];
      for (const name of ['tool:error', 'session:open', '*', '**', 'tool:*']) {
        emitter.on(name, fail);
        emitter.once(name, fail);
        emitter.prependListener(name, fail);
        emitter.on(name, reject);
        for (const options of DEFERRED)
          for (const listener of [fail, reject]) {
            emitter.on(name, listener, options);
            emitter.once(name, listener, options);
          }
      }
      emitter.onAny(fail).onAny(reject);
      emitter.on('tool:error', () => heard.push('tool:error'));
      const stream = await EventStream.open(origin);

      const client = await connectLegacyClient(origin, { name: 'agent' });
      for (let n = 0; n < 3; n += 1) await client.callTool({ name: 'add', arguments: { a: 'one' } });
      const result = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      expect(result.isError ?? false).toBe(false);
      await client.close();
      await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
      expect(heard).toHaveLength(3);
      for (const kind of ['unsuppressed', 'suppressed'])
        expect(app.get(FailingListeners).heard.filter((heard) => heard === kind)).toHaveLength(3);
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
