import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventFilter } from '#contract';
import { EventBlocks } from './sqlite-blocks.ts';
import { RowFramer } from './sqlite-framer.ts';
import { migrate } from './sqlite-schema.ts';

/** The bytes that a page of small events does not go far beyond. */
const PAGE_BYTES = 512 * 1024;

describe('pages of frames', () => {
  let folder: string;
  let db: DatabaseSync;
  let blocks: EventBlocks;
  let framer: RowFramer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-frames-'));
    db = new DatabaseSync(join(folder, 'events.db'));
    migrate(db);
    blocks = new EventBlocks(db);
    framer = new RowFramer(db);
  });

  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true });
  });

  const insert = (id: number, data: unknown, type = 'tool:start', tool = 'search'): string => {
    const json = JSON.stringify({ id: String(id), type, data });
    db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      id,
      0,
      type,
      't',
      `of-${tool}`,
      tool,
      json,
    );
    blocks.add({ id, session: `of-${tool}`, tool });
    return `id: ${id}\nevent: ${type}\ndata: ${json}\n\n`;
  };
  const textOf = (frames: Uint8Array): string => Buffer.from(frames).toString();
  /** Reads page by page; how many events each page has, and the text of all. */
  const readAll = (after: number, upTo: number, filter?: EventFilter): { counts: number[]; text: string } => {
    const counts: number[] = [];
    let text = '';
    for (let from = after, more = true; more;) {
      const page = framer.read({ after: from, upTo, ...(filter && { filter }) });
      counts.push(textOf(page.frames).split('\n\n').length - 1);
      text += textOf(page.frames);
      from = page.last ?? from;
      more = page.isFull;
    }
    return { counts, text };
  };

  it('hold every text as JSON has it: breaks of lines, separators, lone surrogates, long characters', () => {
    const texts = ['a\nb\r\nc', '\u2028\u2029\u0085', '\ud800 \udfff', '😀 統 é', '\0', '%d %s %%', "'"];
    const expected = texts.map((text, index) => insert(index + 1, { text }));
    const page = framer.read({ after: 0, upTo: 100 });
    expect(textOf(page.frames)).toBe(expected.join(''));
    expect(page).toMatchObject({ last: texts.length, isFull: false });
    // Only a line feed, with or without a carriage return before it, ends a field of the stream.
    const told = textOf(page.frames).matchAll(/^data: ([^\r\n]*)\n/gm);
    const parsed = [...told].map(
      ([, json]) => (JSON.parse(json ?? '') as { data: { text: string } }).data.text,
    );
    expect(parsed).toEqual(texts);
  });

  it('keep the greatest of ids as they are', () => {
    const expected = insert(Number.MAX_SAFE_INTEGER, {});
    expect(textOf(framer.read({ after: 0, upTo: Number.MAX_SAFE_INTEGER }).frames)).toBe(expected);
  });

  it('begin after one id and end with another', () => {
    const [, second = '', third = ''] = [1, 2, 3, 4].map((id) => insert(id, {}));
    expect(textOf(framer.read({ after: 1, upTo: 3 }).frames)).toBe(second + third);
  });

  it('are empty, and not full, where there is nothing', () => {
    insert(1, {});
    expect(framer.read({ after: 1, upTo: 9 })).toEqual({ frames: new Uint8Array(), isFull: false });
  });

  it.each<[EventFilter, number]>([
    [{ types: ['tool:done'] }, 2],
    [{ tools: ['weather'] }, 2],
    [{ sessions: ['of-weather'], types: ['tool:start'] }, 1],
    [{ tenants: ['another'] }, 0],
  ])('hold what the filter %j lets through', (filter, count) => {
    insert(1, {}, 'tool:start', 'search');
    insert(2, {}, 'tool:done', 'search');
    insert(3, {}, 'tool:start', 'weather');
    insert(4, {}, 'tool:done', 'weather');
    expect(readAll(0, 9, filter).counts).toEqual([count]);
  });

  it('follow on from each other without a double or a hole, and grow with what they have seen', () => {
    db.exec('BEGIN');
    const expected = Array.from({ length: 6_000 }, (_, index) => insert(index * 3 + 1, { n: index }));
    db.exec('COMMIT');
    const { counts, text } = readAll(0, 1e9);
    expect(text).toBe(expected.join(''));
    expect(Math.max(...counts)).toBe(2_000);
    expect(counts[0]).toBeLessThan(300);
  });

  it('find rare events far apart, a piece of the way at a time', () => {
    db.exec('BEGIN');
    for (let id = 1; id <= 100_000; id += 50) insert(id, {}, 'tool:start', 'search');
    const rare = [70_000, 70_010, 99_999].map((id) => insert(id, {}, 'tool:done', 'search'));
    db.exec('COMMIT');
    const { counts, text } = readAll(0, 1e9, { tools: ['search'], types: ['tool:done'] });
    expect(text).toBe(rare.join(''));
    expect(counts.length).toBeGreaterThan(3);
    expect(counts[0]).toBe(0);
    const first = framer.read({ after: 0, upTo: 1e9, filter: { tools: ['search'], types: ['tool:done'] } });
    expect(first).toMatchObject({ frames: new Uint8Array(), isFull: true, last: expect.any(Number) });
    expect(first.last).toBeLessThan(70_000);
  });

  it('hold fewer events where these are large', () => {
    const large = 'x'.repeat(32 * 1024);
    for (let id = 1; id <= 400; id += 1) insert(id, { large });
    const { counts } = readAll(0, 1e9);
    expect(counts.reduce((sum, count) => sum + count)).toBe(400);
    expect(counts.slice(1).every((count) => count * large.length < 4 * PAGE_BYTES)).toBe(true);
  });
});
