import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventFilter } from '#contract';
import { joinLines, splitLines } from '../../../../encoding/json-lines.ts';
import { blockOf, nameOfSession, nameOfTool, nameOfType } from '../../index/sqlite-blocks.ts';
import type { Batch } from '../sqlite-protocol.ts';
import { BatchReader } from './sqlite-reader.ts';
import { migrate } from '../sqlite-schema.ts';
import { SqliteWriter } from '../sqlite-writer.ts';

/** The approximate size of a page of small events, in bytes. */
const PAGE_BYTES = 512 * 1024;

describe('pages of a sqlite log', () => {
  let folder: string;
  let db: DatabaseSync;
  let writer: SqliteWriter;
  let reader: BatchReader;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-frames-'));
    db = new DatabaseSync(join(folder, 'events.db'));
    migrate(db);
    writer = new SqliteWriter(db, { path: '', maxEvents: 1e9, maxAgeMs: Infinity }, 0);
    reader = new BatchReader(db);
  });

  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true });
  });

  const eventOf = (id: number, data: object, type = 'tool:start', tool = 'search', tenantId = 't'): Batch => {
    const timestamp = new Date(id % 1e12).toISOString();
    const about = { sessionId: `of-${tool}`, tenantId, timestamp };
    const event = { id: String(id), type, ...about, data: { tool, ...data } };
    const lines = joinLines([JSON.stringify(event)]);
    const names = [nameOfSession(event.sessionId), nameOfTool(tool), nameOfType(type)];
    const times = { time: id, earliest: id, latest: id };
    return { first: id, last: id, count: 1, ...times, names, sessions: [], lines };
  };
  /** Stores events as one commit, with one batch per block. */
  const append = (...events: Batch[]): void => {
    const blocks = [...Map.groupBy(events, ({ first }) => blockOf(first)).values()];
    const batches = blocks.map((group) => ({
      first: group[0]?.first ?? 0,
      last: group.at(-1)?.last ?? 0,
      count: group.length,
      time: group.at(-1)?.last ?? 0,
      earliest: group[0]?.first ?? 0,
      latest: group.at(-1)?.last ?? 0,
      sessions: [],
      names: [...new Set(group.flatMap(({ names }) => names))],
      lines: group.map(({ lines }) => lines).join(''),
    }));
    writer.append(batches, [], () => undefined);
  };
  const insert = (...event: Parameters<typeof eventOf>): string => {
    const one = eventOf(...event);
    append(one);
    return one.lines;
  };
  const textOf = (lines: Uint8Array): string => Buffer.from(lines).toString();
  /** Reads all pages; returns the number of events on each, and the text of all. */
  const readAll = (after: number, upTo: number, filter?: EventFilter): { counts: number[]; text: string } => {
    const counts: number[] = [];
    let text = '';
    for (let from = after, more = true; more;) {
      const page = reader.readPage({ after: from, upTo, ...(filter && { filter }) });
      counts.push(page.count);
      expect(splitLines(textOf(page.lines))).toHaveLength(page.count);
      text += textOf(page.lines);
      from = page.last ?? from;
      more = page.isFull;
    }
    return { counts, text };
  };

  it('preserve every text as JSON writes it: line breaks, separators, lone surrogates, long characters', () => {
    const texts = ['a\nb\r\nc', '\u2028\u2029\u0085', '\ud800 \udfff', '😀 統 é', '\0', '%d %s %%', "'"];
    const expected = texts.map((text, index) => insert(index + 1, { text }));
    const page = reader.readPage({ after: 0, upTo: 100 });
    expect(textOf(page.lines)).toBe(expected.join(''));
    expect(page).toMatchObject({ last: texts.length, isFull: false });
    const parsed = splitLines(textOf(page.lines)).map(
      (json) => (JSON.parse(json) as { data: { text: string } }).data.text,
    );
    expect(parsed).toEqual(texts);
  });

  it('preserve the greatest ids', () => {
    const expected = insert(Number.MAX_SAFE_INTEGER, {});
    expect(textOf(reader.readPage({ after: 0, upTo: Number.MAX_SAFE_INTEGER }).lines)).toBe(expected);
  });

  it('begin after one id and end with another', () => {
    const [, second = '', third = ''] = [1, 2, 3, 4].map((id) => insert(id, {}));
    expect(textOf(reader.readPage({ after: 1, upTo: 3 }).lines)).toBe(second + third);
  });

  it('are empty, and not full, for an empty log', () => {
    insert(1, {});
    expect(reader.readPage({ after: 1, upTo: 9 })).toEqual({
      lines: new Uint8Array(),
      count: 0,
      isPayloadFree: true,
      isFull: false,
    });
  });

  it.each([
    ['arguments', 'tool:start'],
    ['result', 'tool:done'],
  ])('say each time they are read whether they may hold payloads, such as %s', (member, type) => {
    insert(1, {});
    insert(300, { [member]: { text: 'secret' } }, type);
    insert(600, {});
    const isFree = (after: number, upTo: number): boolean => reader.readPage({ after, upTo }).isPayloadFree;
    for (const _ of ['first', 'again']) {
      expect(isFree(0, 200)).toBe(true);
      expect(isFree(0, 700)).toBe(false);
      expect(isFree(300, 700)).toBe(true);
    }
  });

  it('do not take a place without events, which a filter has passed, for a batch without payloads', () => {
    const second = 2 * 256;
    insert(1, {}, 'tool:start', 'weather');
    insert(second, { arguments: { text: 'secret' } }, 'tool:done', 'search');
    insert(3 * 256, {}, 'tool:done', 'weather');
    expect(readAll(0, 2_000, { tools: ['weather'], types: ['tool:done'] }).counts).toEqual([1]);
    expect(reader.readPage({ after: second - 1, upTo: second }).isPayloadFree).toBe(false);
  });

  it.each<[EventFilter, number]>([
    [{ types: ['tool:done'] }, 2],
    [{ tools: ['weather'] }, 2],
    [{ sessions: ['of-weather'], types: ['tool:start'] }, 1],
    [{ tenants: ['another'] }, 0],
  ])('hold the events that match the filter %j', (filter, count) => {
    insert(1, {}, 'tool:start', 'search');
    insert(2, {}, 'tool:done', 'search');
    insert(3, {}, 'tool:start', 'weather');
    insert(4, {}, 'tool:done', 'weather');
    expect(readAll(0, 9, filter).counts).toEqual([count]);
  });

  it.each(['one by one', 'together'])(
    'continue where the page before ended when events were committed %s',
    (how) => {
      const events = Array.from({ length: 9_000 }, (_, index) => eventOf(index * 3 + 1, { n: index }));
      if (how === 'together') append(...events);
      else for (const event of events) append(event);
      const { counts, text } = readAll(0, 1e9);
      expect(text).toBe(events.map(({ lines }) => lines).join(''));
      expect(counts.length).toBeGreaterThan(1);
      expect(readAll(3_000, 3_301).text).toBe(
        events
          .slice(1_000, 1_101)
          .map(({ lines }) => lines)
          .join(''),
      );
    },
  );

  it('find rare events far apart in several reads', () => {
    const isRare = (id: number): boolean => [170_000, 170_010, 199_999].includes(id);
    const ids = Array.from({ length: 200_000 }, (_, id) => id + 1).filter((id) => id % 5 === 1 || isRare(id));
    const events = ids.map((id) => eventOf(id, {}, 'tool:start', 'search', isRare(id) ? 'rare' : 't'));
    append(...events);
    const rare = events.filter(({ first }) => isRare(first)).map(({ lines }) => lines);
    const filters: EventFilter[] = [{ tools: ['search'], tenants: ['rare'] }, { tenants: ['rare'] }];
    for (const filter of filters) {
      const { counts, text } = readAll(0, 1e9, filter);
      expect(text).toBe(rare.join(''));
      expect(counts.length).toBeGreaterThan(2);
      expect(counts[0]).toBe(0);
      const first = reader.readPage({ after: 0, upTo: 1e9, filter: filter });
      expect(first).toMatchObject({ lines: new Uint8Array(), isFull: true, last: expect.any(Number) });
      expect(first.last).toBeLessThan(170_000);
    }
  });

  it('hold fewer events when these are large', () => {
    const large = 'x'.repeat(32 * 1024);
    for (let id = 1; id <= 100; id += 1) insert(id, {});
    for (let id = 101; id <= 500; id += 1) insert(id, { large });
    const { counts } = readAll(0, 1e9);
    expect(counts.reduce((sum, count) => sum + count)).toBe(500);
    expect(counts.slice(1).every((count) => count * large.length < 2 * PAGE_BYTES)).toBe(true);
  });
});
