import { readFile } from 'node:fs/promises';
import type { UncommittedEvent } from '#contract';
import { createEventLog } from '#events';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const SECRET = 'a-secret-of-an-agent';
const CALLS = Array.from({ length: 40 }, (_, n) => `call-${n}`);

/** The start of a call whose arguments take more than a page of the file together with those of others. */
function startOf(callId: string): UncommittedEvent {
  const args = { note: `${SECRET} ${'x'.repeat(2_000)}` };
  const data = { callId, tool: 'remember', arguments: args };
  const place = { sessionId: 's', tenantId: 'acme', timestamp: new Date().toISOString() };
  return { type: 'tool:start', ...place, data };
}

it('an erasure of arguments leaves none in the file, also where events around them were dropped before', async () => {
  const path = `${await temporaryFolder()}/events.db`;
  const log = createEventLog(`sqlite:${path}`);
  await log.open();
  log.follow({
    committed: () => undefined,
    publish: () => undefined,
    notice: () => undefined,
    findSession: () => undefined,
    refused: () => undefined,
  });
  for (const call of CALLS) log.append(startOf(call));
  await log.flush();
  const events = await log.read({ after: log.start, limit: CALLS.length });
  const [first, second] = events.map(({ id }) => id);
  const last = events.at(-1)!.id;
  const { timestamp } = events[0]!;
  const files = await Promise.all([readFile(path), readFile(`${path}-wal`)]);
  expect(files.some((bytes) => bytes.includes(SECRET))).toBe(true);

  // The events that stay move to other pages.
  await log.dropEvents([first!], {
    after: log.start,
    last: first!,
    from: timestamp,
    to: timestamp,
    missing: 1,
  });
  await log.erasePayloads(CALLS, { first: second!, last });
  await log.close();
  expect((await readFile(path)).includes(SECRET)).toBe(false);
});
