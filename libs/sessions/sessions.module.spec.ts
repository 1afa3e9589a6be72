import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import type { SessionId } from '#contract';
import { createEventLog, EventsModule } from '#events';
import { SessionRegistry, SessionsModule } from '#sessions';

describe('an application with only the events and sessions modules', () => {
  let folder: string;

  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'crowsnest-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('ends its sessions, stores their last events and closes the log file when it closes', async () => {
    const url = `sqlite:${join(folder, 'events.db')}`;
    const module = await Test.createTestingModule({
      imports: [
        EventsModule.forRoot({ log: url }),
        SessionsModule.forRoot({ protocolIdleMs: 60_000, derivedIdleMs: 60_000 }),
      ],
    }).compile();
    await module.init();
    const released: string[] = [];
    module.get(SessionRegistry).openSession(
      {
        sessionId: 's' as SessionId,
        tenantId: 'acme',
        principalId: 'p',
        origin: 'protocol',
        client: { name: 'planner', version: '1.0.0' },
        protocolVersion: '2025-11-25',
      },
      (reason) => released.push(reason),
    );
    await module.close();
    expect(released).toEqual(['shutdown']);

    const log = createEventLog(url);
    await log.open();
    const events = await log.read({ limit: 10 });
    await log.close();
    expect(events.map(({ type }) => type)).toEqual(['session:open', 'session:close']);
  });
});
