import { ROUTES, type UpstreamList, type UpstreamView } from '#contract';
import { print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { table, type Column } from '../text/table.ts';

const COLUMNS: readonly Column<UpstreamView>[] = [
  { title: 'UPSTREAM', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'TRANSPORT', cell: ({ transport }) => transport },
  { title: 'ERAS', cell: ({ eras }) => eras.join(', ') },
  { title: 'SESSIONS', cell: ({ sessions }) => sessions },
  { title: 'IN FLIGHT', cell: ({ inFlight }) => inFlight },
  { title: 'RESTARTS', cell: ({ restarts }) => restarts },
  { title: 'SINCE', cell: ({ since = '' }) => since },
  { title: 'FAULT', cell: ({ fault }) => (fault ? `${fault.code}: ${fault.message}` : '') },
];

/** Prints the upstreams as a table or as JSON, one on a line. Rejects with a `ServerFault`. */
export async function printUpstreams(server: Server, json: boolean): Promise<void> {
  const { upstreams } = await server.read<UpstreamList>(ROUTES.upstreams);
  if (json) for (const upstream of upstreams) await print(JSON.stringify(upstream));
  else if (upstreams.length === 0) await print('There are no upstream servers.');
  else for (const line of table(COLUMNS, upstreams)) await print(line);
}
