import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import type { EventFilter, EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../../encoding/logged-event.ts';
import { BLOCK } from './sqlite-blocks.ts';
import { idOfLine, splitLines } from '../../../encoding/json-lines.ts';
import { batchesOf } from '../file/sqlite-batch.ts';
import type { ReadLinesRequest } from '../file/sqlite-protocol.ts';
import { BatchReader } from '../file/reading/sqlite-reader.ts';
import { migrate } from '../file/sqlite-schema.ts';
import { SqliteWriter } from '../file/sqlite-writer.ts';

/** The first id of a block, of the size that real ids have. */
const EDGE = Math.floor(1_800_000_000_000_000 / BLOCK) * BLOCK;

interface Row {
  n: number;
  event: UncommittedEvent;
}

/** An event `n` ids after the start of the block. Without a tool it belongs to the session only. */
const row = (
  n: number,
  session: string,
  tool: string | null = 'search',
  time = 1_000 + n,
  tenantId = 't',
): Row => {
  const common = { sessionId: session, tenantId, timestamp: new Date(time).toISOString() };
  const event: UncommittedEvent =
    tool === null
      ? { ...common, type: 'log:degraded', data: { error: '' } }
      : { ...common, type: 'tool:start', data: { callId: '', tool } };
  return { n, event };
};
const fine = (): void => undefined;

describe('blocks of events', () => {
  let folder: string;
  let db: DatabaseSync;
  let writer: SqliteWriter;
  let reader: BatchReader;

  const open = (maxEvents = 1_000_000, maxAgeMs = Infinity): void => {
    db = new DatabaseSync(join(folder, 'events.db'));
    writer = new SqliteWriter(db, { path: '', maxEvents, maxAgeMs }, migrate(db).start);
    reader = new BatchReader(db);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-blocks-'));
    open();
  });

  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true });
  });

  const numbered = (rows: Row[]): LoggedEvent[] =>
    rows.flatMap(({ n, event }) => LoggedEvent.number([event], () => String(EDGE + n) as EventId));
  const append = (...rows: Row[]): void => writer.append(batchesOf(numbered(rows)), [], fine);
  const idsIn = (lines: string): number[] => splitLines(lines).map((line) => Number(idOfLine(line)) - EDGE);
  const read = (filter: EventFilter, request: Partial<ReadLinesRequest> = {}): number[] =>
    idsIn(reader.read({ limit: 100, filter, ...request }).lines);
  const blocks = (): unknown[] =>
    db
      .prepare('SELECT name, block - ? AS block FROM event_blocks ORDER BY block, name')
      .all(EDGE / BLOCK)
      .map(({ name, block }) => `${String(name)} ${String(block)}`);

  /** Reads in one direction until nothing is left; returns what was found, and in how many reads. */
  const walk = (filter: EventFilter, direction: string): { found: number[]; calls: number } => {
    const found: number[] = [];
    let calls = 0;
    let request: ReadLinesRequest = { limit: 100, filter, ...(direction === 'up' && { after: EDGE - 1 }) };
    for (let place: number | undefined = 0; place !== undefined; calls += 1) {
      const { lines, rest } = reader.read(request);
      found.push(...idsIn(lines));
      if (rest !== undefined) request = { ...request, [direction === 'up' ? 'after' : 'before']: rest };
      place = rest;
    }
    return { found, calls };
  };

  it('record each session, tool and type once per block', () => {
    append(row(0, 'a'), row(1, 'a'), row(2, '', null));
    append(row(3, 'a', 'weather'), row(255, 'a'), row(256, 'a'));
    expect(blocks()).toEqual([
      's: 0',
      's:a 0',
      't:search 0',
      't:weather 0',
      'y:log:degraded 0',
      'y:tool:start 0',
      's:a 1',
      't:search 1',
      'y:tool:start 1',
    ]);
  });

  it('are read across their boundaries in both directions', () => {
    append(...[254, 255, 256, 257, 511, 512, 2_000].map((n) => row(n, 'a')), row(3_000, 'b'));
    const sessions = ['a'];
    expect(read({ sessions }, { after: EDGE + 254, limit: 3 })).toEqual([255, 256, 257]);
    expect(read({ sessions }, { after: EDGE + 255, before: EDGE + 512 })).toEqual([256, 257, 511]);
    expect(read({ sessions }, { after: EDGE + 511 })).toEqual([512, 2_000]);
    expect(read({ sessions }, { limit: 2 })).toEqual([512, 2_000]);
    expect(read({ sessions }, { before: EDGE + 512, limit: 3 })).toEqual([256, 257, 511]);
    expect(read({ sessions }, { before: EDGE + 256 })).toEqual([254, 255]);
    expect(read({ sessions: ['a', 'b', 'nobody'] }, { limit: 2 })).toEqual([2_000, 3_000]);
  });

  it('find the events of the server itself, and nothing for an unknown name', () => {
    append(row(0, '', null), row(1, 'a', ''), row(2, 'a', null));
    expect(read({ sessions: [''] })).toEqual([0]);
    expect(read({ tools: [''] })).toEqual([1]);
    expect(read({ sessions: ['t:search'] })).toEqual([]);
    expect(read({ tools: ['nothing'], sessions: ['a'] })).toEqual([]);
    expect(read({ sessions: [] })).toEqual([]);
  });

  it('record events that come after a rolled back transaction', () => {
    append(row(0, 'a'));
    const refuse = (): void => {
      throw new Error('refused');
    };
    expect(() => writer.append(batchesOf(numbered([row(1, 'b', 'weather')])), [], refuse)).toThrow('refused');
    expect(blocks()).toEqual(['s:a 0', 't:search 0', 'y:tool:start 0']);
    append(row(2, 'b', 'weather'));
    expect(read({ sessions: ['b'] })).toEqual([2]);
    expect(read({ tools: ['weather'] })).toEqual([2]);
  });

  it('record events that come after the disk was full', () => {
    append(row(0, 'a'));
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    db.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const large = 'x'.repeat(64 * 1_024);
    expect(() => append(row(1, 'b', 'weather'), row(2, 'b', large))).toThrow('full');
    db.exec('PRAGMA max_page_count = 100000');
    append(row(1, 'b', 'weather'), row(2, 'b', large));
    expect(read({ sessions: ['b'] })).toEqual([1, 2]);
    expect(read({ tools: ['weather'] })).toEqual([1]);
    expect(read({ tools: [large] })).toEqual([2]);
  });

  it('continue after a restart in the middle of a block', () => {
    append(row(0, 'a'));
    db.close();
    open();
    append(row(1, 'a'), row(2, 'b'));
    expect(blocks()).toEqual(['s:a 0', 's:b 0', 't:search 0', 'y:tool:start 0']);
    expect(read({ sessions: ['a', 'b'] })).toEqual([0, 1, 2]);
  });

  it('are deleted with their last event', () => {
    db.close();
    open(300);
    append(...Array.from({ length: 600 }, (_, n) => row(n, n < 256 ? 'early' : 'late')));
    expect(blocks()).toEqual([
      's:late 1',
      't:search 1',
      'y:tool:start 1',
      's:late 2',
      't:search 2',
      'y:tool:start 2',
    ]);
    expect(read({ sessions: ['early'] })).toEqual([]);
    expect(read({ sessions: ['late'] }, { after: 0, limit: 1 })).toEqual([300]);
  });

  it('record new events after all others were deleted, also in the block of the last one', () => {
    append(row(300, 'a'));
    db.close();
    open(1_000_000, 60_000);
    append(row(301, 'a'));
    expect(read({})).toEqual([]);
    append(row(302, 'a', 'search', Date.now()));
    expect(read({ sessions: ['a'] })).toEqual([302]);
    expect(blocks()).toEqual(['s:a 1', 't:search 1', 'y:tool:start 1']);
  });

  it.each(['up', 'down'])('are walked %s in several reads', (direction) => {
    const tenantOf = (n: number): string => (n === 2_000 ? 'rare' : 't');
    append(...Array.from({ length: 4_000 }, (_, n) => row(n * BLOCK, 'a', 'search', n, tenantOf(n))));
    const { found, calls } = walk({ sessions: ['a'], tenants: ['rare'] }, direction);
    expect(found).toEqual([2_000 * BLOCK]);
    expect(calls).toBeGreaterThan(5);
  });

  it.each(['up', 'down'])(
    'are left out %s where not all lists name them, a limited number in a read',
    (direction) => {
      const toolOf = (n: number): string => (n % 2 === 0 ? 'even' : 'odd');
      const sessionOf = (n: number): string => (n === 15_000 || n % 2 === 1 ? 'a' : 'b');
      append(...Array.from({ length: 20_000 }, (_, n) => row(n * BLOCK, sessionOf(n), toolOf(n))));
      const { found, calls } = walk({ sessions: ['a'], tools: ['even'] }, direction);
      expect(found).toEqual([15_000 * BLOCK]);
      expect(calls).toBeGreaterThan(2);
    },
  );

  it('are left out whose events were stamped at other times, also when the clock has stepped back', () => {
    const times = [1_000, 2_000, 3_000, 4_000, 1_500, 2_500, 5_000];
    append(...times.map((time, n) => row(n * BLOCK, 'a', 'search', time)));
    const at = (ms: number): string => new Date(ms).toISOString();
    const numbers = (filter: EventFilter): number[] => read(filter).map((id) => id / BLOCK);
    expect(numbers({ from: at(2_000), to: at(3_000) })).toEqual([1, 5]);
    expect(numbers({ from: at(2_501) })).toEqual([2, 3, 6]);
    expect(numbers({ to: at(1_501) })).toEqual([0, 4]);
    expect(numbers({ from: at(6_000) })).toEqual([]);
    expect(numbers({ sessions: ['a'], types: ['tool:start'], from: at(4_000), to: at(4_001) })).toEqual([3]);
  });

  it('are found without a sort', () => {
    const prepare = jest.spyOn(db, 'prepare');
    reader = new BatchReader(db);
    const statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.startsWith('SELECT'));
    expect(statements).toHaveLength(8);
    for (const sql of statements) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      expect(plan.map(({ detail }) => detail).join('\n')).not.toContain('TEMP B-TREE');
    }
  });
});
