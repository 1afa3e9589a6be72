import { DatabaseSync } from 'node:sqlite';
import { EventLog, EventPublisher } from '#events';
import { readTrail } from '../../apps/cli/audit/run-audit.ts';
import { TrailVerifier, type Verification } from '../../apps/cli/audit/verify-trail.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication } from '../support/server/test-application.ts';

type Line = { id: string; data: { seq?: number; admin: string } };

describe('the chain of the audit trail in SQLite', () => {
  let path: string;

  /** Runs a server that publishes acts of these admins, and no other events between them. */
  const serve = async (...admins: string[]): Promise<void> => {
    const { app } = await startApplication([], { events: { log: `sqlite:${path}` } });
    const publisher = app.get(EventPublisher);
    for (const admin of admins) {
      const data = { admin, from: '127.0.0.1', outcome: 'done' } as const;
      publisher.publish({ type: 'admin:sign-out', sessionId: '', tenantId: '', data });
    }
    await app.get(EventLog).flush();
    await app.close();
  };

  /** Replaces the stored events by what `alter` makes of them. */
  const alter = (change: (lines: Line[]) => Line[]): void => {
    const db = new DatabaseSync(path);
    const rows = db.prepare('SELECT * FROM batches ORDER BY first').all();
    const texts = rows.flatMap(({ events }) => String(events).trimEnd().split('\n'));
    const lines = change(texts.map((text) => JSON.parse(text) as Line));
    db.exec('DELETE FROM batches');
    const add = db.prepare('INSERT INTO batches (first, last, count, time, events) VALUES (?, ?, 1, ?, ?)');
    for (const line of lines)
      add.run(Number(line.id), Number(line.id), Date.now(), `${JSON.stringify(line)}\n`);
    db.close();
  };

  const verify = async (): Promise<Verification> => {
    const verifier = new TrailVerifier();
    for await (const event of readTrail(`sqlite:${path}`)) verifier.add(event);
    return verifier.outcome;
  };
  const breaks = async () => (await verify()).breaks.map(({ kind }) => kind);

  beforeEach(async () => {
    path = `${await temporaryFolder()}/events.db`;
    await serve('ann', 'bob', 'eve');
    await serve('zoe');
  });

  it('is whole over several lives of a server', async () => {
    expect(await verify()).toMatchObject({ events: 4, chains: [{ last: 3 }, { last: 1 }], breaks: [] });
  });

  it.each(['ann', 'bob', 'eve'])('tells that the act of %s was changed', async (admin) => {
    alter((lines) =>
      lines.map((line) =>
        line.data.admin === admin ? { ...line, data: { ...line.data, admin: 'mallory' } } : line,
      ),
    );
    expect(await breaks()).toEqual([admin === 'eve' ? 'missing' : 'changed']);
  });

  it.each(['bob', 'eve'])('tells that the act of %s is missing', async (admin) => {
    alter((lines) => lines.filter(({ data }) => data.admin !== admin));
    expect(await breaks()).toEqual(['missing']);
  });

  it('tells that an act is there twice', async () => {
    alter((lines) => [...lines, { ...lines[1]!, id: String(Number(lines.at(-1)!.id) + 1) }]);
    expect(await breaks()).toEqual(['doubled']);
  });
});
