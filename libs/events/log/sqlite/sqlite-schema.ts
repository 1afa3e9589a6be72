import type { DatabaseSync } from 'node:sqlite';
import { BLOCK, BLOCKS, FILL_BLOCKS } from './sqlite-blocks.ts';

/** Marks the file as a Crowsnest log (`PRAGMA application_id`): the letters `CNST`. */
const APPLICATION_ID = 0x434e5354;
const SCHEMA_VERSION = 4;

/** Events after `position`, up to and with `last`, that could not be kept. Since version 2. */
const LOST = 'CREATE TABLE lost (position INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;';

/** Events that follow on from each other, with their frames as one text. Since version 4. */
const BATCHES = `
  CREATE TABLE batches (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    time INTEGER NOT NULL,
    frames TEXT NOT NULL
  ) STRICT;
`;

/** Puts the events together, a block in a batch, that had a row each before. */
const FILL_BATCHES = `
  INSERT INTO batches
    SELECT min(id), max(id), count(*), max(time),
      group_concat(format('id: %d%sevent: %s%sdata: %s%s', id, char(10), type, char(10), json, char(10, 10)), '' ORDER BY id)
    FROM events GROUP BY id / ${BLOCK};
`;

const SCHEMA = `
  ${BATCHES}
  CREATE TABLE checkpoints (name TEXT PRIMARY KEY, as_of INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
  ${LOST}
  ${BLOCKS}
  CREATE TABLE log (start INTEGER NOT NULL, since TEXT NOT NULL) STRICT;
`;

/** What makes a file of version 2 from one of version 1, and so on. */
const UPGRADES = [
  LOST,
  `${BLOCKS} ${FILL_BLOCKS} DROP INDEX events_of_session; DROP INDEX events_of_tool;`,
  `${BATCHES} ${FILL_BATCHES} DROP TABLE events;`,
];

/** Makes the tables of a new file, or checks that the file is one of ours. */
export function migrate(db: DatabaseSync): { start: number; since: string } {
  const applicationId = pragma(db, 'application_id');
  const version = pragma(db, 'user_version');
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables === 0 && applicationId === 0) create(db);
  else if (applicationId !== APPLICATION_ID) throw new Error('file is not a Crowsnest log');
  else if (version < 1 || version > SCHEMA_VERSION)
    throw new Error(`file is a Crowsnest log of version ${version}`);
  else if (version < SCHEMA_VERSION) upgrade(db, version);
  const row = db.prepare('SELECT start, since FROM log').get();
  return { start: Number(row?.['start']), since: String(row?.['since']) };
}

/** In one transaction: a file is of one version or of the other. */
function upgrade(db: DatabaseSync, version: number): void {
  const steps = UPGRADES.slice(version - 1).join('\n');
  db.exec(`BEGIN; ${steps} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
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
