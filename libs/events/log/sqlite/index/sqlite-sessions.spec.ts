import { DatabaseSync } from 'node:sqlite';
import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../../encoding/logged-event.ts';
import { batchesOf } from '../file/sqlite-batch.ts';
import { migrate } from '../file/sqlite-schema.ts';
import { SqliteWriter } from '../file/sqlite-writer.ts';
import { BLOCK } from './sqlite-blocks.ts';
import { StoredSessions } from './sqlite-sessions.ts';

/** The last id of a block, of the size that real ids have. */
const EDGE = Math.floor(1_800_000_000_000_000 / BLOCK) * BLOCK - 1;
const FACTS = { clientName: 'cursor', origin: 'derived' };

describe('what a sqlite log knows of sessions', () => {
  let db: DatabaseSync;
  let writer: SqliteWriter;
  let sessions: StoredSessions;

  beforeEach(() => {
    db = new DatabaseSync(':memory:');
    writer = new SqliteWriter(db, { path: '', maxEvents: 10, maxAgeMs: Infinity }, migrate(db).start);
    sessions = new StoredSessions(db);
  });

  afterEach(() => db.close());

  /** Stores one event `block` blocks after the first. */
  const append = (
    block: number,
    sessionId: string,
    type: 'session:open' | 'session:close' | 'tool:start',
  ) => {
    const data = {
      'session:open': { origin: 'derived', client: { name: 'cursor', version: '1' }, protocolVersion: '' },
      'session:close': { reason: 'client', durationMs: 1, calls: 0 },
      'tool:start': { callId: '', tool: 'search' },
    }[type];
    const about = { type, sessionId, tenantId: 't', timestamp: new Date(0).toISOString(), data };
    const events = LoggedEvent.number(
      [about as UncommittedEvent],
      () => String(EDGE + block * BLOCK) as EventId,
    );
    writer.append(batchesOf(events), [], () => undefined);
  };

  it('is kept while they are open, or any event of theirs is kept', () => {
    append(0, 'open', 'session:open');
    append(1, 'ended', 'session:open');
    append(2, 'ended', 'session:close');
    for (let block = 3; block < 12; block += 1) append(block, 'other', 'tool:start');
    expect(writer.start).toBe(EDGE + BLOCK);
    expect(sessions.find('open')).toEqual(FACTS);
    expect(sessions.find('ended')).toEqual(FACTS);
    append(12, 'other', 'tool:start');
    expect(sessions.find('ended')).toBeUndefined();
    expect(sessions.find('open')).toEqual(FACTS);
    append(13, 'open', 'session:close');
    for (let block = 14; block < 23; block += 1) append(block, 'other', 'tool:start');
    expect(sessions.find('open')).toEqual(FACTS);
    append(23, 'other', 'tool:start');
    expect(sessions.find('open')).toBeUndefined();
    expect(sessions.find('other')).toBeUndefined();
  });

  it('is forgotten with a transaction that is rolled back', () => {
    const refuse = (): void => {
      throw new Error('refused');
    };
    const data = { origin: 'derived', client: { name: 'cursor', version: '1' }, protocolVersion: '' };
    const about = { sessionId: 's', tenantId: 't', timestamp: new Date(0).toISOString(), data };
    const event = { ...about, type: 'session:open' } as UncommittedEvent;
    const events = LoggedEvent.number([event], () => String(EDGE) as EventId);
    expect(() => writer.append(batchesOf(events), [], refuse)).toThrow('refused');
    expect(sessions.find('s')).toBeUndefined();
  });
});
