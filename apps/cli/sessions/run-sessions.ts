import { MAX_SESSIONS_LISTED, ROUTES, type SessionList, type SessionView } from '#contract';
import { note, print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { table, type Column } from '../text/table.ts';

/** Which sessions to print. The server checks all of it. */
export interface SessionsChoice {
  filter: string;
  state?: string;
  limit?: string;
}

const COLUMNS: readonly Column<SessionView>[] = [
  { title: 'SESSION', cell: ({ sessionId }) => sessionId },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'CLIENT', cell: ({ client: { name, version } }) => `${name} ${version}` },
  { title: 'TENANT', cell: ({ tenantId }) => tenantId },
  { title: 'CALLS', cell: ({ calls }) => calls },
  { title: 'ERRORS', cell: ({ errors }) => errors },
  { title: 'IN FLIGHT', cell: ({ callsInFlight }) => callsInFlight },
  { title: 'OPENED', cell: ({ openedAt }) => openedAt },
  { title: 'LAST EVENT', cell: ({ lastEventAt }) => lastEventAt },
];

/** Prints sessions, open ones first, as a table or as JSON, one on a line. Rejects with a `ServerFault`. */
export async function printSessions(
  server: Server,
  { filter, ...choice }: SessionsChoice,
  json: boolean,
): Promise<void> {
  const query = new URLSearchParams({ ...choice, ...(filter && { filter }) });
  const list = await server.read<SessionList>(ROUTES.sessions, { query });
  const { sessions } = list;
  if (json) for (const session of sessions) await print(JSON.stringify(session));
  else if (sessions.length === 0) await print('There is no such session.');
  else for (const line of table(COLUMNS, sessions)) await print(line);
  noteOthers(list);
}

function noteOthers({ sessions, counts: { open, ended }, next }: SessionList): void {
  if (next === undefined) return;
  note(
    `These are ${sessions.length} of ${open + ended}. --limit prints up to ${MAX_SESSIONS_LISTED}, and a filter others.`,
  );
}
