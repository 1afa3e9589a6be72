import type { DatabaseSync } from 'node:sqlite';
import { BLOCK, BLOCKS, BLOCK_TIMES, FILL_BLOCKS } from '../index/sqlite-blocks.ts';
import { indexStored } from './sqlite-stored-index.ts';
import { SESSIONS } from '../index/sqlite-sessions.ts';
import { AUDIT } from './sqlite-audit.ts';
import { STATES } from './sqlite-states.ts';

/** Marks the file as a Crowsnest log (`PRAGMA application_id`): the letters `CNST`. */
export const APPLICATION_ID = 0x434e5354;
const SCHEMA_VERSION = 9;
/** The first version with what filters need. */
const FILTERS_SINCE = 8;

/**
 * Events after `position`, up to and including `last`, that could not be stored. Since version 2. Version 6 added the
 * times of the first and last of them and their number, where these are known.
 */
const LOST = `
  CREATE TABLE lost (
    position INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    "from" TEXT,
    "to" TEXT,
    missing INTEGER
  ) STRICT;
`;

const LOST_FACTS = `
  ALTER TABLE lost ADD COLUMN "from" TEXT;
  ALTER TABLE lost ADD COLUMN "to" TEXT;
  ALTER TABLE lost ADD COLUMN missing INTEGER;
`;

/**
 * Consecutive events, with their JSON as one text, one event per line. Since version 4, as lines of JSON since version
 * 5.
 */
const BATCHES = `
  CREATE TABLE batches (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    time INTEGER NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
`;

/** Combines the events of each block into one batch; before version 4 each event had a row. */
const FILL_BATCHES = `
  INSERT INTO batches
    SELECT min(id), max(id), count(*), max(time), group_concat(json || char(10), '' ORDER BY id)
    FROM events GROUP BY id / ${BLOCK};
`;

/** Version 4 stored the events as the frames that the stream sends. */
const FRAMES_TO_LINES = `
  ALTER TABLE batches RENAME COLUMN frames TO events;
  UPDATE batches SET events = lines_of_frames(events);
`;

const SCHEMA = `
  ${BATCHES}
  CREATE TABLE checkpoints (name TEXT PRIMARY KEY, as_of INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
  ${LOST}
  ${BLOCKS}
  ${STATES}
  ${BLOCK_TIMES}
  ${SESSIONS}
  ${AUDIT}
  CREATE TABLE log (start INTEGER NOT NULL, since TEXT NOT NULL) STRICT;
`;

/** The SQL that upgrades a file of each version to version 7. */
const UPGRADES: Readonly<Record<number, string>> = (() => {
  const blocks = `${BLOCKS} ${FILL_BLOCKS} DROP INDEX events_of_session; DROP INDEX events_of_tool;`;
  const batches = `${BATCHES} ${FILL_BATCHES} DROP TABLE events;`;
  return {
    1: LOST + blocks + batches + STATES,
    2: LOST_FACTS + blocks + batches + STATES,
    3: LOST_FACTS + batches + STATES,
    4: LOST_FACTS + FRAMES_TO_LINES + STATES,
    5: LOST_FACTS + STATES,
    6: STATES,
    7: '',
  };
})();

/** Throws unless the file is empty or a log of a known version. Changes nothing. */
export function requireOurs(db: DatabaseSync): void {
  if (isEmpty(db)) return;
  if (pragma(db, 'application_id') !== APPLICATION_ID) throw new Error('file is not a Crowsnest log');
  const version = pragma(db, 'user_version');
  if (version < 1 || version > SCHEMA_VERSION)
    throw new Error(`file is a Crowsnest log of version ${version}`);
}

/** The version of the tables of a log. */
export function versionOf(db: DatabaseSync): number {
  return pragma(db, 'user_version');
}

/** Creates the tables of a new file, or upgrades those of an earlier version. */
export function migrate(db: DatabaseSync): { start: number; since: string } {
  const version = pragma(db, 'user_version');
  if (isEmpty(db)) create(db);
  else if (version < SCHEMA_VERSION) upgrade(db, version);
  const row = db.prepare('SELECT start, since FROM log').get();
  return { start: Number(row?.['start']), since: String(row?.['since']) };
}

function isEmpty(db: DatabaseSync): boolean {
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  return tables === 0 && pragma(db, 'application_id') === 0;
}

/** Runs as one transaction, so that a file always has exactly one version. */
function upgrade(db: DatabaseSync, version: number): void {
  db.function('lines_of_frames', { deterministic: true }, (frames) => linesOfFrames(String(frames)));
  db.exec(`BEGIN; ${UPGRADES[version] ?? ''} ${AUDIT}`);
  if (version < FILTERS_SINCE) {
    db.exec(`${BLOCK_TIMES} ${SESSIONS}`);
    indexStored(db);
  }
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
}

/**
 * Extracts the JSON of events, one per line, from Server-Sent Events frames: `id`, `event`, `data` and an empty line.
 */
function linesOfFrames(frames: string): string {
  return frames.replace(/id: [^\n]*\nevent: [^\n]*\ndata: ([^\n]*)\n\n/g, '$1\n');
}

function create(db: DatabaseSync): void {
  const now = new Date();
  db.exec(
    `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`,
  );
  db.prepare('INSERT INTO log (start, since) VALUES (?, ?)').run(now.getTime() * 1_000, now.toISOString());
  db.exec('COMMIT');
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
