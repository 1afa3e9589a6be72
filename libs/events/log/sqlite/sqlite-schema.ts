import type { DatabaseSync } from 'node:sqlite';

/** Marks the file as a Crowsnest log (`PRAGMA application_id`): the letters `CNST`. */
const APPLICATION_ID = 0x434e5354;
const SCHEMA_VERSION = 2;

/** Events after `position`, up to and with `last`, that could not be kept. Since version 2. */
const LOST = 'CREATE TABLE lost (position INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;';

const SCHEMA = `
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
  ${LOST}
  CREATE TABLE log (start INTEGER NOT NULL, since TEXT NOT NULL) STRICT;
`;

/** Makes the tables of a new file, or checks that the file is one of ours. */
export function migrate(db: DatabaseSync): { start: number; since: string } {
  const applicationId = pragma(db, 'application_id');
  const version = pragma(db, 'user_version');
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables === 0 && applicationId === 0) create(db);
  else if (applicationId !== APPLICATION_ID) throw new Error('file is not a Crowsnest log');
  else if (version === 1) db.exec(`BEGIN; ${LOST} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  else if (version !== SCHEMA_VERSION) throw new Error(`file is a Crowsnest log of version ${version}`);
  const row = db.prepare('SELECT start, since FROM log').get();
  return { start: Number(row?.['start']), since: String(row?.['since']) };
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
