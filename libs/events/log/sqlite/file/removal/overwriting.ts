import type { DatabaseSync } from 'node:sqlite';

/**
 * Makes a change after which the file has zeros where the old bytes were. By default SQLite leaves them in pages that are
 * free, where an erasure would not find them.
 */
export function overwriting<T>(db: DatabaseSync, change: () => T): T {
  db.exec('PRAGMA secure_delete = ON');
  try {
    return change();
  } finally {
    db.exec('PRAGMA secure_delete = OFF');
  }
}
