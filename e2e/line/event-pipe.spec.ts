import {
  Global,
  Injectable,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';
import {
  DeliveryGuard,
  EventBus,
  type EventBatch,
  EventLog,
  EventPublisher,
  EventTail,
  ProjectionKeeper,
  type LogOrigin,
  type Projection,
} from '#events';
import { StatsProjection } from '#stats';
import { createCrowsnestTestingApp } from '#testing';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

type Application = Awaited<ReturnType<typeof createCrowsnestTestingApp>>;

const TIMES = ['constructor', 'onModuleInit', 'onApplicationBootstrap', 'afterwards'];

/** Publishes an event in every lifecycle hook of an application. */
@Injectable()
class EagerPublisher implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly log: EventLog,
  ) {
    this.publish('constructor');
  }

  onModuleInit(): void {
    this.publish('onModuleInit');
  }

  /** Does not end before the events are committed. Nest may add listeners only after that. */
  async onApplicationBootstrap(): Promise<void> {
    this.publish('onApplicationBootstrap');
    await this.log.flush();
  }

  publish(tool: string): void {
    const data = { callId: `of ${tool}`, tool };
    this.publisher.publish({ type: 'tool:start', sessionId: 's', tenantId: 'default', data });
  }
}

/** Listeners of an application, added by decorator and on the injected emitter. */
@Injectable()
class Listeners {
  readonly heard: string[] = [];

  constructor(readonly emitter: EventEmitter2) {
    emitter.on('tool:start', (event: CrowsnestEvent) => this.#note('on', event));
    emitter.once('tool:start', (event: CrowsnestEvent) => this.#note('once', event));
    emitter.onAny((type, event: CrowsnestEvent) => this.#note(`any ${String(type)}`, event));
  }

  @OnEvent('tool:start')
  exactly(event: CrowsnestEvent): void {
    this.#note('decorated', event);
  }

  @OnEvent('tool:*')
  anyOfTools(event: CrowsnestEvent): void {
    this.#note('tool:*', event);
  }

  @OnEvent('*')
  anyOfOneSegment(event: CrowsnestEvent): void {
    this.#note('*', event);
  }

  @OnEvent('**')
  anyAtAll(event: CrowsnestEvent): void {
    this.#note('**', event);
  }

  by(listener: string): string[] {
    return this.heard
      .filter((line) => line.startsWith(`${listener}: `))
      .map((line) => line.split(': ')[1] ?? '');
  }

  #note(listener: string, { type, data }: CrowsnestEvent): void {
    this.heard.push(`${listener}: ${'tool' in data ? data.tool : type}`);
  }
}

/** A feature module, which injects the emitter without importing its module. */
@Global()
@Module({ providers: [Listeners], exports: [Listeners] })
class ListeningModule {}

@Module({ imports: [ListeningModule], providers: [EagerPublisher] })
class ApplicationModule {}

/** Throws from every method. */
@Injectable()
class BrokenProjection implements Projection {
  readonly name = 'broken';
  readonly asOf = '0' as EventId;

  constructor(keeper: ProjectionKeeper) {
    keeper.register(this);
  }

  restore(_origin: LogOrigin): void {
    throw new Error('cannot restore');
  }

  apply(): void {
    throw new Error('cannot fold');
  }

  save(): unknown {
    throw new Error('cannot save');
  }

  forCopy(): unknown {
    throw new Error('cannot be copied');
  }
}

describe('the event pipe of a listening application', () => {
  let app: Application;

  const start = async (
    imports: (DynamicModule | typeof ApplicationModule)[],
    log = 'memory:',
  ): Promise<void> => {
    app = await createCrowsnestTestingApp({ imports, options: { events: { log } } });
    app.get(EagerPublisher, { strict: false }).publish('afterwards');
    await app.get(EventLog).flush();
  };

  afterEach(() => app.close());

  describe.each(['memory:', 'sqlite'])('over %s', (engine) => {
    it('folds, stores and delivers once each event that is published before the bootstrap ends', async () => {
      const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
      await start([ApplicationModule], log);
      const origin = await app.getUrl();
      const kept = await readAll(origin, '0');
      expect(kept.map(({ data }) => 'tool' in data && data.tool)).toEqual(TIMES);
      const stats = await readStats(origin);
      expect(stats).toMatchObject({ totalToolCalls: 4, toolCallsInFlight: 4 });
      expect(stats.recentEvents.map(({ id }) => id)).toEqual(kept.map(({ id }) => id).toReversed());
      expect(app.get(Listeners).by('decorated')).toEqual(TIMES);
      expect(app.get(Listeners).by('on')).toEqual(TIMES);
    });
  });

  const all = { decorated: TIMES, on: TIMES, once: ['constructor'], 'any tool:start': TIMES };
  const none = { 'tool:*': [] as string[], '*': [] as string[], '**': [] as string[] };
  const emitters: [string, Parameters<typeof EventEmitterModule.forRoot>[0] | null, object][] = [
    ['that the application did not import', null, { ...all, ...none }],
    ['without wildcards', {}, { ...all, ...none }],
    ['with wildcards', { wildcard: true }, { ...all, ...none, '*': TIMES, '**': TIMES }],
    [
      'with wildcards and the delimiter ":"',
      { wildcard: true, delimiter: ':', ignoreErrors: true },
      { ...all, ...none, 'tool:*': TIMES, '**': TIMES },
    ],
    ['that is not global', { global: false }, { ...all, ...none }],
  ];
  describe.each(emitters)('on an emitter %s', (_, options, expected) => {
    it.each(['before', 'after'])(
      'delivers every event once when CrowsnestModule is imported %s the listening modules',
      async (order) => {
        const own = options ? [EventEmitterModule.forRoot(options)] : [];
        await start(order === 'before' ? [...own, ApplicationModule] : [ApplicationModule, ...own]);
        const listeners = app.get(Listeners);
        const heard = Object.fromEntries(Object.keys(expected).map((name) => [name, listeners.by(name)]));
        expect(heard).toEqual(expected);
        expect(app.get(EventEmitter2)).toBe(listeners.emitter);
      },
    );

    it("leaves the delivery of the application's own events unchanged", async () => {
      await start([...(options ? [EventEmitterModule.forRoot(options)] : []), ApplicationModule]);
      const listeners = app.get(Listeners);
      listeners.heard.length = 0;
      listeners.emitter.emit('tool:start', { type: 'tool:start', data: { tool: 'own' } });
      expect(listeners.by('decorated')).toEqual(['own']);
      expect(listeners.by('on')).toEqual(['own']);
    });
  });

  it('folds each event before the tail has it, and tells listeners of it after that', async () => {
    await start([ApplicationModule]);
    const steps: string[] = [];
    app.get(EventTail).batches.subscribe(({ last }) => {
      const isFolded = compareEventIds(app.get(StatsProjection, { strict: false }).asOf, last) >= 0;
      steps.push(isFolded ? 'tail' : 'tail, not folded');
    });
    app.get(Listeners).emitter.on('tool:start', () => steps.push('listener'));
    steps.length = 0;
    app.get(EagerPublisher, { strict: false }).publish('in order');
    await app.get(EventLog).flush();
    expect(steps).toEqual(['tail', 'listener']);
  });

  it('hands the events of a batch to other libraries as they were published, so that none parses them', async () => {
    await start([ApplicationModule]);
    const data = { callId: 'call', tool: 'observed' };
    const stamped: unknown[] = [];
    const heard: unknown[] = [];
    const batches: EventBatch[] = [];
    app.get(EventBus).on('happened', 'The test', (event) => void stamped.push(event.data));
    app.get(EventBus).on('committed', 'The test', (batch) => {
      heard.push(...batch.events.map(({ event }) => event.data));
      batches.push(batch);
    });
    app.get(EventPublisher).publish({ type: 'tool:start', sessionId: 's', tenantId: 'default', data });
    await app.get(EventLog).flush();
    expect(heard).toEqual([data]);
    expect(heard[0]).toBe(stamped[0]);
    // Afterwards the tail keeps them as bytes.
    const [kept] = batches.flatMap(({ events }) => events.map(({ event }) => event.data));
    expect(kept).toEqual(data);
    expect(kept).not.toBe(stamped[0]);
  });

  it('isolates failing listeners from each other, the log, the counters and the stream', async () => {
    await start([ApplicationModule]);
    const origin = await app.getUrl();
    const { emitter } = app.get(Listeners);
    const before = app.get(Listeners).by('decorated').length;
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    emitter.prependListener('tool:start', () => {
      throw new Error('thrown by a listener');
    });
    const rejecting: () => unknown = () => Promise.reject(new Error('rejected by a listener'));
    emitter.prependListener('tool:start', rejecting);
    const endless: () => unknown = () => new Promise(() => undefined);
    emitter.prependListener('tool:start', endless);
    emitter.prependAny(() => {
      throw undefined;
    });
    emitter.prependListener('tool:start', (event: CrowsnestEvent) => {
      Object.assign(event, { type: 'tool:done', tenantId: 'stolen' });
      Object.assign(event.data, { callId: 'forged', tool: 'forged' });
    });
    const stream = await EventStream.open(origin);
    for (let n = 0; n < 3; n += 1) app.get(EagerPublisher, { strict: false }).publish('more');
    await stream.until(() => stream.events.length === 3);
    const stats = await readStats(origin);
    expect(stats.totalToolCalls).toBe(before + 3);
    expect(stats.recentEvents.slice(0, 3)).toEqual(stream.events.toReversed());
    expect(await readAll(origin, stream.hello.stats.asOf)).toEqual(stream.events);
    expect(stream.events[0]).toMatchObject({
      type: 'tool:start',
      tenantId: 'default',
      data: { tool: 'more' },
    });
    expect(app.get(Listeners).heard.filter((line) => line.startsWith('decorated'))).toHaveLength(before + 3);
    expect(app.get(DeliveryGuard).failures.get('A listener of "tool:start"')).toBe(9);
    stream.cut();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('continues when a projection fails at every step', async () => {
    const broken = { module: ApplicationModule, providers: [BrokenProjection] };
    await start([broken], `sqlite:${await temporaryFolder()}/events.db`);
    await app.get(ProjectionKeeper).save();
    const origin = await app.getUrl();
    expect(await readStats(origin)).toMatchObject({ totalToolCalls: 4 });
    expect(await app.get(EventLog).loadCheckpoint('stats')).toBeDefined();
    expect(app.get(DeliveryGuard).failures.get('Projection "broken"')).toBeGreaterThanOrEqual(4);
  });

  it('ends a call whose end event has no JSON, so that the call does not stay in flight', async () => {
    await start([ApplicationModule]);
    const origin = await app.getUrl();
    const circle: { self?: object } = {};
    circle.self = circle;
    const call = { callId: 'of afterwards', tool: 'afterwards' };
    const data = { ...call, durationMs: 7, result: circle };
    app.get(EventPublisher).publish({ type: 'tool:done', sessionId: 's', tenantId: 'default', data });
    await app.get(EventLog).flush();
    await app.get(EventLog).flush();
    expect((await readAll(origin, '0')).at(-1)).toMatchObject({
      type: 'tool:error',
      data: { ...call, durationMs: 7, kind: 'cancelled', code: 'end-lost' },
    });
    expect(await readStats(origin)).toMatchObject({ toolCallsInFlight: 3, errorCount: 1 });
  });

  it('drops an event that has no JSON, logs and counts it, and continues with the next', async () => {
    await start([ApplicationModule]);
    const origin = await app.getUrl();
    const circle: { self?: object } = {};
    circle.self = circle;
    const data = { callId: 'c', tool: 'circle', arguments: circle };
    app.get(EventPublisher).publish({ type: 'tool:start', sessionId: 's', tenantId: 'default', data });
    app.get(EagerPublisher, { strict: false }).publish('after it');
    await app.get(EventLog).flush();
    const tools = (await readAll(origin, '0')).map((event) => 'tool' in event.data && event.data.tool);
    expect(tools).toEqual([...TIMES, 'after it']);
    expect(await readStats(origin)).toMatchObject({ totalToolCalls: 5 });
    expect(app.get(DeliveryGuard).failures.get('An event of type "tool:start"')).toBe(1);
  });
});
