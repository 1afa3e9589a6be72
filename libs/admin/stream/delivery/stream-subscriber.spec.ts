import type { EventId } from '#contract';
import { EventBatch, EventTail, LoggedEvent, type EventLog } from '#events';
import type { FramePieces } from '../framing/control-frames.ts';
import { BatchFrames } from '../framing/shared-frames.ts';
import { SharedViews } from '../framing/shared-views.ts';
import { Flush } from './flush.ts';
import { StreamSubscriber, type StreamSource } from './stream-subscriber.ts';
import type { StreamWriter } from './stream-writer.ts';

const id = (number: number) => String(number) as EventId;

/** The events after one position and up to another. */
function batch(after: number, last: number): EventBatch {
  const numbers = Array.from({ length: last - after }, (_, index) => after + index + 1);
  const events = numbers.map((number) => LoggedEvent.identified(id(number), '{"type":"tool:start"}'));
  return new EventBatch(id(after), events);
}

/** A client whose socket is full when the test says so. */
class FakeWriter {
  text = '';
  isRoomy = true;
  drained: (() => void) | undefined;

  write(frames: string | Buffer, sent?: () => void): boolean {
    this.text += frames.toString();
    sent?.();
    return this.isRoomy;
  }

  writeShared({ bytes }: { bytes: Buffer }): boolean {
    return this.write(bytes);
  }

  writeTogether(pieces: FramePieces): void {
    for (const piece of pieces) this.write(Buffer.from(piece as string));
  }

  onceDrained(resume: () => void): void {
    this.drained = resume;
  }

  get ids(): string[] {
    return [...this.text.matchAll(/^id: (\d+)\nevent: /gm)].map(([, found]) => found ?? '');
  }
}

describe('StreamSubscriber', () => {
  let writer: FakeWriter;
  let tail: EventTail;
  let log: { start: EventId; last: EventId };
  let joined: StreamSubscriber | undefined;
  let subscriber: StreamSubscriber;
  let failures: unknown[];

  const commit = (...batches: EventBatch[]): void => {
    for (const one of batches) {
      log.last = one.last;
      tail.push(one);
    }
  };

  beforeEach(() => {
    writer = new FakeWriter();
    tail = new EventTail();
    log = { start: id(1), last: id(10) };
    joined = undefined;
    failures = [];
    const source: StreamSource = {
      instance: () => 'test',
      log: log as unknown as EventLog,
      tail,
      batchFrames: new BatchFrames(),
      views: new SharedViews(() => undefined),
      stats: () => Buffer.from('{}'),
      join: (one) => (joined = one),
      leave: () => (joined = undefined),
    };
    subscriber = new StreamSubscriber(
      source,
      { filter: {}, showsPayloads: true },
      writer as unknown as StreamWriter,
      (error) => void failures.push(error),
    );
  });

  it('joins the feed in the turn of the event loop in which it has caught up', () => {
    void subscriber.start();
    expect(joined).toBe(subscriber);
  });

  it('sends every event when its socket fills up within a flush that the client has in part', async () => {
    await subscriber.start();
    const batches = [batch(8, 10), batch(10, 12), batch(12, 14)] as const;
    commit(...batches);
    writer.isRoomy = false;
    subscriber.take(new Flush(batches, new BatchFrames()));
    expect(joined).toBeUndefined();
    writer.isRoomy = true;
    writer.drained?.();
    expect(joined).toBe(subscriber);
    expect(writer.ids).toEqual(['11', '12', '13', '14']);
    expect(failures).toEqual([]);
  });

  it('ends its own stream when a flush fails, and lets the feed go on', async () => {
    await subscriber.start();
    const broken = new Error('no memory for frames');
    const flush = new Flush([batch(10, 11)], new BatchFrames());
    flush.shownTo = () => {
      throw broken;
    };
    expect(() => subscriber.take(flush)).not.toThrow();
    expect(failures).toEqual([broken]);
  });
});
