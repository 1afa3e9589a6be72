import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { idOfLine, splitLines } from '../../../encoding/json-lines.ts';
import { BLOCK, BLOCKS, FILL_BLOCKS } from '../index/sqlite-blocks.ts';
import { SqliteFile } from './sqlite-file.ts';

const START = 1_800_000_000_000_000;

/** New files as earlier versions created them: version 2 added `lost`, version 3 blocks, and version 4 batches. */
const VERSION_1 = `
  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    type TEXT NOT NULL,
    tenant TEXT NOT NULL,
    session TEXT NOT NULL,
    tool TEXT,
    json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_of_session ON events (session, id);
  CREATE INDEX events_of_tool ON events (tool, id) WHERE tool IS NOT NULL;
  CREATE TABLE checkpoints (name TEXT PRIMARY KEY, as_of INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
  CREATE TABLE log (start INTEGER NOT NULL, since TEXT NOT NULL) STRICT;
  PRAGMA application_id = 0x434e5354;
  PRAGMA user_version = 1;
`;
const VERSION_2 = `${VERSION_1}
  CREATE TABLE lost (position INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
  PRAGMA user_version = 2;
`;

const VERSION_3 = `${VERSION_2}
  DROP INDEX events_of_session;
  DROP INDEX events_of_tool;
  ${BLOCKS}
  PRAGMA user_version = 3;
`;

const VERSION_4 = `${VERSION_3}
  CREATE TABLE batches (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    time INTEGER NOT NULL,
    frames TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = 4;
`;
/** Version 5 recorded only where events were lost. */
const VERSION_5 = `${VERSION_4}
  ALTER TABLE batches RENAME COLUMN frames TO events;
  INSERT INTO lost VALUES (${START}, ${START + 1});
  PRAGMA user_version = 5;
`;
const VERSION_6 = `${VERSION_5}
  ALTER TABLE lost ADD COLUMN "from" TEXT;
  ALTER TABLE lost ADD COLUMN "to" TEXT;
  ALTER TABLE lost ADD COLUMN missing INTEGER;
  PRAGMA user_version = 6;
`;
const VERSION_7 = `${VERSION_6}
  CREATE TABLE states (
    name TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name, as_of)
  ) STRICT;
  PRAGMA user_version = 7;
`;
const FILL_VERSION_5 = `${FILL_BLOCKS}
  INSERT INTO batches
    SELECT min(id), max(id), count(*), max(time), group_concat(json || char(10), '' ORDER BY id)
    FROM events GROUP BY id / ${BLOCK};
  DROP TABLE events;
`;
/** The versions with lines of JSON, in which events were lost before. */
const WITH_LOST = [VERSION_5, VERSION_6, VERSION_7];
/** Version 4 stored events as the frames that the stream sends. */
const FILL_VERSION_4 = `${FILL_BLOCKS}
  INSERT INTO batches
    SELECT min(id), max(id), count(*), max(time), group_concat(
      format('id: %d%sevent: %s%sdata: %s%s', id, char(10), type, char(10), json, char(10, 10)), '' ORDER BY id
    ) FROM events GROUP BY id / ${BLOCK};
  DROP TABLE events;
`;

const OPTIONS = { maxEvents: 10_000, maxAgeMs: Infinity };

describe('a log of an earlier version', () => {
  let folder: string;
  let path: string;
  let file: SqliteFile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-schema-'));
    path = join(folder, 'events.db');
    file = new SqliteFile();
  });

  afterEach(async () => {
    file.close();
    await rm(folder, { recursive: true });
  });

  const eventOf = (id: number, sessionId: string, tool: string | null) => ({
    id: String(id),
    type: 'tool:start',
    sessionId,
    tenantId: 't',
    timestamp: new Date(0).toISOString(),
    data: { callId: 'é\u2028 id: 1', ...(tool !== null && { tool }) },
  });
  /** Creates a file with a thousand events: every tenth has no tool, every hundredth has a session of its own. */
  const make = (schema: string): void => {
    const db = new DatabaseSync(path);
    db.exec(`BEGIN; ${schema}`);
    db.prepare('INSERT INTO log (start, since) VALUES (?, ?)').run(START, new Date(0).toISOString());
    const insert = db.prepare("INSERT INTO events VALUES (?, 0, 'tool:start', 't', ?, ?, ?)");
    for (let n = 1; n <= 1_000; n += 1) {
      const session = n % 100 === 0 ? 'rare' : 'often';
      const tool = n % 10 === 0 ? null : `tool-${n % 3}`;
      insert.run(START + n, session, tool, JSON.stringify(eventOf(START + n, session, tool)));
    }
    if (schema === VERSION_3) db.exec(FILL_BLOCKS);
    if (schema === VERSION_4) db.exec(FILL_VERSION_4);
    if (WITH_LOST.includes(schema)) db.exec(FILL_VERSION_5);
    db.exec('COMMIT');
    db.close();
  };
  const idsOf = (filter: object): number[] =>
    splitLines(file.read({ after: START, limit: 10_000, filter }).lines).map(
      (line) => Number(idOfLine(line)) - START,
    );

  it.each([
    [1, VERSION_1],
    [2, VERSION_2],
    [3, VERSION_3],
    [4, VERSION_4],
    [5, VERSION_5],
    [6, VERSION_6],
    [7, VERSION_7],
  ])('of version %i is upgraded with all its events, by session and by tool', (_, schema) => {
    make(schema);
    const opened = file.open({ path, ...OPTIONS });
    const unknown = { from: null, to: null, missing: null };
    const earlier = WITH_LOST.includes(schema) ? [{ after: START, last: START + 1, ...unknown }] : [];
    expect(opened.lost).toEqual(earlier);
    expect(opened).toMatchObject({ start: START, last: START + 1_000 });
    expect(idsOf({ sessions: ['rare'] })).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    const numbers = Array.from({ length: 1_000 }, (_, index) => index + 1);
    const ofTool = numbers.filter((n) => n % 10 !== 0 && n % 3 === 1);
    expect(idsOf({ tools: ['tool-1'] })).toEqual(ofTool);
    expect(idsOf({ tools: ['tool-1', 'tool-9'], sessions: ['rare'] })).toEqual([]);
    expect(file.read({ after: START + 9, limit: 1 }).lines).toBe(
      `${JSON.stringify(eventOf(START + 10, 'often', null))}\n`,
    );
    const id = START + 1_005;
    const lines = `${JSON.stringify(eventOf(id, 'rare', 'tool-1'))}\n`;
    const times = { time: 0, earliest: 0, latest: 0 };
    const names = ['s:rare', 't:tool-1', 'y:tool:start'];
    const batch = { first: id, last: id, count: 1, ...times, names, sessions: [], lines };
    const [from, to] = [new Date(1).toISOString(), new Date(4).toISOString()];
    const lost = { after: START + 1_000, last: START + 1_004, from, to, missing: 4 };
    file.append({ batches: [batch], lost: [lost] });
    file.close();

    expect(file.open({ path, ...OPTIONS }).lost).toEqual([...earlier, lost]);
    expect(idsOf({ tools: ['tool-1'] })).toEqual([...ofTool, 1_005]);
    file.close();
    const db = new DatabaseSync(path);
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 9 });
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'events%'").all()).toEqual([]);
    db.close();
  });

  it('of version 8 is upgraded with all its events and states, and has a place for audited events', () => {
    make(VERSION_7);
    file.open({ path, ...OPTIONS });
    file.close();
    const db = new DatabaseSync(path);
    db.exec('DROP TABLE audit; PRAGMA user_version = 8;');
    db.prepare('INSERT INTO states VALUES (?, ?, ?)').run('stats', START + 500, '{"calls":500}');
    db.close();
    expect(file.open({ path, ...OPTIONS })).toMatchObject({ start: START, last: START + 1_000 });
    expect(idsOf({ sessions: ['rare'] })).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(idsOf({})).toHaveLength(1_000);
    expect(file.stateAt({ name: 'stats', id: START + 1_000 })).toMatchObject({ value: '{"calls":500}' });
    expect(file.readAudit({ after: START, limit: 10 })).toBe('');
  });

  it('is left unchanged when the upgrade fails', () => {
    make(`${VERSION_2} CREATE VIEW event_blocks AS SELECT 1;`);
    expect(() => file.open({ path, ...OPTIONS })).toThrow('event_blocks already exists');
    const db = new DatabaseSync(path);
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 2 });
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'events_of_%'").all()).toHaveLength(2);
    db.close();
  });

  it('is refused when its version is unknown', () => {
    make(`${VERSION_2} PRAGMA user_version = 10;`);
    expect(() => file.open({ path, ...OPTIONS })).toThrow('file is a Crowsnest log of version 10');
  });
});
