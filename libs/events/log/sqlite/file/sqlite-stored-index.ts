import type { DatabaseSync } from 'node:sqlite';
import type { CrowsnestEvent } from '#contract';
import { headOfLine, splitLines } from '../../../encoding/json-lines.ts';
import { sessionChangeOf } from '../../../encoding/session-changes.ts';
import { EventBlocks, nameOfType } from '../index/sqlite-blocks.ts';
import { StoredSessions } from '../index/sqlite-sessions.ts';

/** Records what version 8 knows of the events in a log of an earlier version: their types and times, and sessions. */
export function indexStored(db: DatabaseSync): void {
  const blocks = new EventBlocks(db);
  const sessions = new StoredSessions(db);
  for (const { first, events } of db.prepare('SELECT first, events FROM batches ORDER BY first').iterate()) {
    const lines = splitLines(String(events));
    const heads = lines.map((line) => headOfLine(line) ?? eventOn(line));
    const times = heads.map(({ timestamp }) => Date.parse(timestamp));
    blocks.add({
      first: Number(first),
      names: [...new Set(heads.map(({ type }) => nameOfType(type)))],
      earliest: Math.min(...times),
      latest: Math.max(...times),
    });
    const ofSessions = lines.filter((_, index) => heads[index]?.type.startsWith('session:')).map(eventOn);
    const changes = ofSessions.map((event) => sessionChangeOf({ ...event, event }));
    sessions.apply(changes.filter((change) => change !== undefined));
  }
}

function eventOn(line: string): CrowsnestEvent {
  return JSON.parse(line) as CrowsnestEvent;
}
