import { EventEmitter2 } from '@nestjs/event-emitter';
import type { EventId, UncommittedEvent } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventBatch } from '../encoding/event-batch.ts';
import { LoggedEvent } from '../encoding/logged-event.ts';
import type { EventLog } from '../log/event-log.ts';
import { PublicListeners } from './public-listeners.ts';

const call = (callId: string): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: 's',
  tenantId: 't',
  timestamp: new Date(0).toISOString(),
  data: { callId, tool: 'search' },
});

describe('the public listeners', () => {
  it('get an event once that is read when they are ready, and then delivered', async () => {
    let id = 0;
    const nextId = (): EventId => String((id += 1)) as EventId;
    const events = LoggedEvent.number(['a', 'b', 'c'].map(call), nextId);
    const batches = events.map((event) => new EventBatch(String(Number(event.id) - 1) as EventId, [event]));
    // The log holds more than was delivered, as one that others write to may.
    const log = { last: '2', read: async () => events.slice(0, 2) } as unknown as EventLog;
    const { promise: ready, resolve: makeReady } = Promise.withResolvers<void>();
    const emitter = new EventEmitter2();
    const heard: string[] = [];
    emitter.on('tool:start', ({ data }: { data: { callId: string } }) => heard.push(data.callId));
    const watcher = { waitUntilReady: () => ready } as never;
    const listeners = new PublicListeners(emitter, watcher, log, new DeliveryGuard());
    listeners.onModuleInit();
    listeners.deliver(batches[0]!);
    expect(heard).toEqual([]);
    makeReady();
    await new Promise(setImmediate);
    for (const batch of batches.slice(1)) listeners.deliver(batch);
    expect(heard).toEqual(['a', 'b', 'c']);
  });
});
