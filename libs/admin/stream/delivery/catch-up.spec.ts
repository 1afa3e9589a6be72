import type { EventFilter, EventId, GapFrame } from '#contract';
import {
  EncodedEvents,
  EventBatch,
  EventTail,
  LoggedEvent,
  type EventLog,
  type EventPage,
  type LostRange,
  type PageRequest,
  type ReadRequest,
} from '#events';
import type { FramePieces } from '../framing/control-frames.ts';
import { EventView } from '../framing/event-view.ts';
import { BatchFrames, type SharedFrames } from '../framing/shared-frames.ts';
import { CatchUp } from './catch-up.ts';
import { StreamCursor } from './stream-cursor.ts';
import type { StreamWriter } from './stream-writer.ts';

const PAGE = 4;

const id = (number: number) => String(number) as EventId;
const time = (number: number): string => new Date(number * 1_000).toISOString();
const event = (number: number) =>
  LoggedEvent.identified(id(number), `{"type":"tool:start","timestamp":"${time(number)}"}`);

/** A log of numbered events, whose lost ranges open when the test says so. */
class FakeLog {
  start = id(0);
  last = id(0);
  holes: [after: number, last: number][] = [];
  reads = 0;
  /** What happens while a page is read. */
  meanwhile: (() => void) | undefined;

  async readPage({ after, upTo }: PageRequest): Promise<EventPage> {
    this.reads += 1;
    const held: number[] = [];
    for (let number = Number(after) + 1; number <= Number(upTo) && held.length < PAGE; number += 1)
      if (number > Number(this.start) && !this.#isLost(number)) held.push(number);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await Promise.resolve(meanwhile?.());
    const last = held.at(-1);
    return {
      events: EncodedEvents.of(held.map(event)),
      last: last === undefined ? undefined : id(last),
      isFull: held.length === PAGE,
    };
  }

  countBetween(): null {
    return null;
  }

  lostAfter(position: EventId): LostRange | undefined {
    const hole = this.holes.find(([, last]) => last > Number(position));
    return (
      hole && {
        after: id(hole[0]),
        last: id(hole[1]),
        from: time(hole[0] + 1),
        to: time(hole[1]),
        missing: hole[1] - hole[0],
      }
    );
  }

  read({ after }: ReadRequest): Promise<LoggedEvent[]> {
    return Promise.resolve([event(Number(after) + 1)]);
  }

  #isLost(number: number): boolean {
    return this.holes.some(([after, last]) => number > after && number <= last);
  }
}

describe('CatchUp', () => {
  let log: FakeLog;
  let tail: EventTail;
  let text: string;
  let isRoomy: boolean;
  let caughtUp: number;

  beforeEach(() => {
    log = new FakeLog();
    tail = new EventTail();
    text = '';
    isRoomy = true;
    caughtUp = 0;
  });

  const catchUpFrom = (position: number, filter: EventFilter = {}): CatchUp => {
    const write = (frames: string | Uint8Array, sent?: () => void): boolean => {
      text += Buffer.from(frames as Uint8Array).toString();
      sent?.();
      return isRoomy;
    };
    const writer = {
      write,
      writeShared: ({ bytes }: SharedFrames): boolean => write(bytes),
      writeTogether: (pieces: FramePieces): void => pieces.forEach((piece) => write(piece)),
    };
    const stats = () => Buffer.from('{}');
    const client = new StreamCursor(
      new EventView(filter, true, () => undefined),
      writer as unknown as StreamWriter,
      new BatchFrames(),
      stats,
      id(position),
    );
    return new CatchUp({ log: log as unknown as EventLog, tail }, client, filter, () => (caughtUp += 1));
  };
  /** What was sent: the numbers of events, and gaps as pairs. */
  const sent = (): (number | string)[] =>
    [...text.matchAll(/^id: (\d+)\nevent: |"requested":"(\d+)","resumedAfter":"(\d+)"/gm)].map(
      ([, number, from, to]) => (number === undefined ? `${from}-${to}` : Number(number)),
    );
  /** What the gaps say about the events that are missing. */
  const facts = (): unknown[] =>
    [...text.matchAll(/^event: gap\ndata: (.*)$/gm)].map(([, data]) => {
      const { from, to, missing } = JSON.parse(data ?? '') as GapFrame;
      return { from, to, missing };
    });

  it('sends page after page until the client has everything', async () => {
    log.last = id(10);
    await expect(catchUpFrom(0).run()).resolves.toBe(true);
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(caughtUp).toBe(1);
  });

  it('sends once what is committed while it reads', async () => {
    log.last = id(3);
    log.meanwhile = () => (log.last = id(6));
    await catchUpFrom(0).run();
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('announces lost events where they lie, also at the edge of a page and at the end', async () => {
    log.last = id(12);
    log.holes = [
      [2, 3],
      [7, 9],
      [11, 12],
    ];
    await catchUpFrom(0).run();
    expect(sent()).toEqual([1, 2, '2-3', 4, 5, 6, 7, '7-9', 10, 11, '11-12']);
    expect(caughtUp).toBe(1);
  });

  it('announces the rest of a lost range to a client that got its beginning live', async () => {
    log.last = id(8);
    log.holes = [[2, 6]];
    await catchUpFrom(4).run();
    expect(sent()).toEqual(['4-6', 7, 8]);
    expect(facts()).toEqual([{ from: time(3), to: time(6), missing: 2 }]);
  });

  it('does not say how many of lost events a filter would have let through', async () => {
    log.last = id(8);
    log.holes = [[2, 6]];
    await catchUpFrom(0, { types: ['tool:done'] }).run();
    expect(facts()).toEqual([{ from: time(3), to: time(6), missing: null }]);
  });

  it('reads a page again when events in it were lost during the read', async () => {
    log.last = id(6);
    log.meanwhile = () => log.holes.push([1, 3]);
    await catchUpFrom(0).run();
    expect(sent()).toEqual([1, '1-3', 4, 5, 6]);
  });

  it('announces what retention dropped during the read, and continues with the rest', async () => {
    log.last = id(8);
    log.meanwhile = () => (log.start = id(5));
    await catchUpFrom(0).run();
    expect(sent()).toEqual(['0-5', 6, 7, 8]);
    expect(facts()).toEqual([{ from: null, to: time(6), missing: null }]);
  });

  it('reads one page at a time, and none while the client has no room', async () => {
    log.last = id(10);
    isRoomy = false;
    const catchUp = catchUpFrom(0);
    await expect(catchUp.run()).resolves.toBe(false);
    expect(log.reads).toBe(1);
    expect(caughtUp).toBe(0);
    isRoomy = true;
    await catchUp.run();
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('goes over from the log to the tail without sending an event twice or leaving one out', async () => {
    log.last = id(6);
    log.meanwhile = () => {
      tail.push(new EventBatch(id(4), [5, 6, 7, 8].map(event)));
      log.last = id(8);
    };
    await catchUpFrom(0).run();
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('sends nothing to a client that has disconnected during the read', async () => {
    log.last = id(6);
    const catchUp = catchUpFrom(0);
    log.meanwhile = () => catchUp.stop();
    await catchUp.run();
    expect(text).toBe('');
    expect(caughtUp).toBe(0);
  });
});
