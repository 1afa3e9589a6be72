import type { CrowsnestEvent, EventId, UncommittedEvent } from '#contract';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import type { EventBatch } from '../encoding/event-batch.ts';
import { createEventLog } from '../log/create-event-log.ts';
import type { Checkpoint, EventLog } from '../log/event-log.ts';
import { ProjectionKeeper } from './projection-keeper.ts';
import { NewerCheckpointError, type LogOrigin, type Projection } from './projection.ts';

/** Remembers the ids that it has folded, and fails when the test says so. */
class Recorder implements Projection {
  asOf = '0' as EventId;
  folded: string[] = [];

  constructor(
    readonly name: string,
    private readonly failsOn: (tool: string) => boolean = () => false,
  ) {}

  restore({ start }: LogOrigin, saved: unknown): void {
    if (saved === 'newer') throw new NewerCheckpointError('saved by a newer version');
    if (saved === 'broken') throw new Error('broken checkpoint');
    this.asOf = start;
    this.folded = [];
  }

  apply({ id, data }: CrowsnestEvent): void {
    this.asOf = id;
    if ('tool' in data && this.failsOn(data.tool)) throw new Error(`Cannot fold ${data.tool}`);
    this.folded.push(id);
  }

  save(): unknown {
    if (this.failsOn('save')) throw new Error('Cannot save');
    return { asOf: this.asOf };
  }

  forCopy(saved: unknown): unknown {
    return saved;
  }
}

const call = (tool: string): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: 's',
  tenantId: 't',
  timestamp: new Date().toISOString(),
  data: { callId: 'c', tool },
});

describe('ProjectionKeeper', () => {
  let log: EventLog;
  let guard: DeliveryGuard;
  let keeper: ProjectionKeeper;
  let first: Recorder;
  let second: Recorder;
  let ids: string[];
  let batches: EventBatch[];
  let isRestored: boolean;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    log = createEventLog('memory:');
    guard = new DeliveryGuard();
    keeper = new ProjectionKeeper(log, guard);
    ids = [];
    batches = [];
    isRestored = false;
    await log.open();
  });

  afterEach(async () => {
    await keeper.close();
    await log.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  const register = (...recorders: [Recorder, Recorder]): void => {
    [first, second] = recorders;
    for (const recorder of recorders) keeper.register(recorder);
  };
  const follow = (): void =>
    log.follow({
      committed: (batch) => {
        ids.push(...batch.events.map(({ id }) => id));
        batches.push(batch);
        if (isRestored) keeper.apply(batch);
      },
      publish: () => undefined,
      notice: () => undefined,
      findSession: () => undefined,
      refused: () => undefined,
    });
  const publish = async (...tools: string[]): Promise<void> => {
    for (const tool of tools) log.append(call(tool));
    await log.flush();
  };
  /** Restores the projections from a log that holds these calls. */
  const restoreOver = async (...tools: string[]): Promise<void> => {
    follow();
    await publish(...tools);
    await keeper.restore();
    isRestored = true;
  };

  it('folds every event once, whether it is read, delivered or both', async () => {
    register(new Recorder('first'), new Recorder('second'));
    await restoreOver(...Array.from({ length: 1_500 }, () => 'before'));
    await publish('after');
    // An engine with several writers may deliver events that were already read.
    for (const batch of batches) keeper.apply(batch);
    expect(ids).toHaveLength(1_501);
    expect(first.folded).toEqual(ids);
    expect(second.folded).toEqual(ids);
  });

  it('announces the restored projections before the first event of this process is committed', async () => {
    register(new Recorder('first'), new Recorder('second'));
    let inFlight: string[] | undefined;
    keeper.onRestored(() => (inFlight = [...first.folded]));
    log.append(call('early'));
    await keeper.restore();
    expect(inFlight).toEqual([]);
    isRestored = true;
    follow();
    await log.flush();
    expect(first.folded).toEqual(ids);
    expect(ids).toHaveLength(1);
  });

  it('isolates a projection that throws, and gives it the next event', async () => {
    register(new Recorder('failing', (tool) => tool === 'poison'), new Recorder('sound'));
    await restoreOver('poison', 'search');
    await publish('search', 'poison', 'search');
    expect(second.folded).toEqual(ids);
    expect(first.folded).toEqual([ids[1], ids[2], ids[4]]);
    expect(guard.failures).toEqual(new Map([['Projection "failing"', 2]]));
  });

  it('restores a projection from the log when its checkpoint cannot be read', async () => {
    const broken: Checkpoint = { asOf: log.start, value: 'broken' };
    log.loadCheckpoint = (name) => Promise.resolve(name === 'first' ? broken : undefined);
    register(new Recorder('first'), new Recorder('second'));
    await restoreOver('search', 'search');
    expect([first.folded, second.folded]).toEqual([ids, ids]);
  });

  it('rejects when a newer version saved a checkpoint, and leaves the checkpoint as it is', async () => {
    const saveCheckpoint = jest.spyOn(log, 'saveCheckpoint');
    log.loadCheckpoint = () => Promise.resolve({ asOf: log.start, value: 'newer' });
    keeper.register(new Recorder('first'));
    await publish('search');
    await expect(keeper.restore()).rejects.toThrow('saved by a newer version');
    expect(saveCheckpoint).not.toHaveBeenCalled();
  });

  it('saves the other projections when one cannot be saved', async () => {
    const saved: string[] = [];
    log.saveCheckpoint = (name) => Promise.resolve(void saved.push(name));
    register(new Recorder('failing', (tool) => tool === 'save'), new Recorder('sound'));
    await keeper.restore();
    expect(saved).toEqual(['sound']);
  });

  it('tells once of an outage in which no checkpoint is saved, of each other cause, and of the end', async () => {
    const told: string[] = [];
    for (const level of ['warn', 'log'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation((text) => void told.push(String(text)));
    const fails = (cause: string) => (log.saveCheckpoint = () => Promise.reject(new Error(cause)));
    register(new Recorder('first'), new Recorder('second'));
    await keeper.restore();
    for (const cause of ['It is away.', 'It is away.', 'It has no room.', 'It is away.']) {
      fails(cause);
      await keeper.saveUnfolded();
    }
    log.saveCheckpoint = () => Promise.resolve();
    await keeper.save();
    await keeper.saveUnfolded();
    const both = 'The checkpoints of 2 projections were not saved ("first", "second"), which is tried again';
    expect(told).toEqual([
      `${both}: Error: It is away`,
      `${both}: Error: It has no room`,
      'All checkpoints are saved again; attempts that failed: 4',
    ]);
    jest.restoreAllMocks();
  });
});
