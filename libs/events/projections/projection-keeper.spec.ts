import type { CrowsnestEvent, EventId, UncommittedEvent } from '#contract';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
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
  let ids: string[];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    log = createEventLog('memory:');
    guard = new DeliveryGuard();
    keeper = new ProjectionKeeper(log, guard);
    ids = [];
    await log.open((batch) => {
      ids.push(...batch.events.map(({ id }) => id));
      keeper.apply(batch);
    });
  });

  afterEach(async () => {
    await keeper.close();
    await log.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  const publish = async (...tools: string[]): Promise<void> => {
    for (const tool of tools) log.append(call(tool));
    await log.flush();
  };

  it('folds every event once that is committed before, during and after the restore', async () => {
    const [first, second] = [new Recorder('first'), new Recorder('second')];
    keeper.register(first);
    keeper.register(second);
    await publish(...Array.from({ length: 1_500 }, () => 'before'));
    const restored = keeper.restore();
    await publish('during');
    await Promise.all([restored, publish('during')]);
    await publish('after');
    expect(ids).toHaveLength(1_503);
    expect(first.folded).toEqual(ids);
    expect(second.folded).toEqual(ids);
  });

  it('keeps a projection that throws apart from the others, and gives it the next event', async () => {
    const failing = new Recorder('failing', (tool) => tool === 'poison');
    const sound = new Recorder('sound');
    keeper.register(failing);
    keeper.register(sound);
    await publish('poison', 'search');
    await keeper.restore();
    await publish('search', 'poison', 'search');
    expect(sound.folded).toEqual(ids);
    expect(failing.folded).toEqual([ids[1], ids[2], ids[4]]);
    expect(guard.failures).toEqual(new Map([['Projection "failing"', 2]]));
  });

  it('restores a projection from the log when its checkpoint cannot be read', async () => {
    const broken: Checkpoint = { asOf: log.start, value: 'broken' };
    log.loadCheckpoint = (name) => Promise.resolve(name === 'first' ? broken : undefined);
    const [first, second] = [new Recorder('first'), new Recorder('second')];
    keeper.register(first);
    keeper.register(second);
    await publish('search', 'search');
    await keeper.restore();
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
    keeper.register(new Recorder('failing', (tool) => tool === 'save'));
    keeper.register(new Recorder('sound'));
    await keeper.restore();
    expect(saved).toEqual(['sound']);
  });
});
