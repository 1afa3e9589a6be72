import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SessionFacts, SessionOrigin } from '#contract';
import type { SessionChange } from '../../../encoding/session-changes.ts';
import { blockOf, nameOfSession } from './sqlite-blocks.ts';

/** What filters look at in the sessions that are open, or that kept events belong to. Since version 8. */
export const SESSIONS = `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    origin TEXT NOT NULL,
    is_open INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Looks only at the sessions of the blocks that are about to be removed. */
const REMOVE_UNREFERENCED = `
  DELETE FROM sessions WHERE NOT is_open
    AND id IN (
      SELECT substr(name, ${nameOfSession('').length + 1}) FROM event_blocks INDEXED BY event_blocks_by_block
      WHERE block < ?1 AND name >= '${nameOfSession('')}' AND name < 's;'
    )
    AND NOT EXISTS (
      SELECT 1 FROM event_blocks WHERE name = '${nameOfSession('')}' || sessions.id AND block >= ?1
    )
`;

/** Keeps what is known of sessions for as long as they are open, or any event of theirs is kept. */
export class StoredSessions {
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  readonly #removeUnreferenced: StatementSync;
  readonly #find: StatementSync;

  constructor(db: DatabaseSync) {
    this.#begin = db.prepare(
      'INSERT OR REPLACE INTO sessions (id, client, origin, is_open) VALUES (?, ?, ?, 1)',
    );
    this.#end = db.prepare('UPDATE sessions SET is_open = 0 WHERE id = ?');
    this.#removeUnreferenced = db.prepare(REMOVE_UNREFERENCED);
    this.#find = db.prepare('SELECT client, origin FROM sessions WHERE id = ?');
  }

  apply(changes: readonly SessionChange[]): void {
    for (const { sessionId, facts } of changes) {
      if (facts) this.#begin.run(sessionId, facts.clientName, facts.origin);
      else this.#end.run(sessionId);
    }
  }

  /** Removes ended sessions without an event after `last`. Call it before their blocks are removed. */
  removeUnreferenced(last: number): void {
    this.#removeUnreferenced.run(blockOf(last + 1));
  }

  find(sessionId: string): SessionFacts | undefined {
    const row = this.#find.get(sessionId);
    return row && { clientName: String(row['client']), origin: row['origin'] as SessionOrigin };
  }
}
