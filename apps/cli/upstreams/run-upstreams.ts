import { ROUTES, type UpstreamList, type UpstreamView } from '#contract';
import { note, print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { table, type Column } from '../text/table.ts';

const COLUMNS: readonly Column<UpstreamView>[] = [
  { title: 'UPSTREAM', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'TRANSPORT', cell: ({ transport }) => transport },
  { title: 'ERAS', cell: ({ eras }) => eras.join(', ') },
  { title: 'SHARED', cell: ({ shared }) => (shared ? 'yes' : '') },
  { title: 'SESSIONS', cell: ({ sessions }) => sessions },
  { title: 'IN FLIGHT', cell: ({ inFlight }) => inFlight },
  { title: 'RESTARTS', cell: ({ restarts }) => restarts },
  { title: 'SINCE', cell: ({ since = '' }) => since },
  { title: 'FAULT', cell: ({ fault }) => (fault ? `${fault.code}: ${fault.message}` : '') },
];

const INSTANCE: Column<UpstreamView> = { title: 'INSTANCE', cell: ({ instance }) => instance };

/**
 * Prints the upstreams as a table or as JSON, one on a line: of several instances, those of each. Rejects with a
 * `ServerFault`.
 */
export async function printUpstreams(server: Server, json: boolean): Promise<void> {
  // A server of an earlier version tells only of itself.
  const { upstreams, silent = [] } = await server.read<
    Partial<Pick<UpstreamList, 'silent'>> & Pick<UpstreamList, 'upstreams'>
  >(ROUTES.upstreams);
  if (json) for (const upstream of upstreams) await print(JSON.stringify(upstream));
  else if (upstreams.length === 0) await print('There are no upstream servers.');
  else for (const line of table(columnsFor(upstreams), upstreams)) await print(line);
  for (const instance of silent)
    note(`Instance ${instance} has not answered in time: its upstreams are missing.`);
}

function columnsFor(upstreams: readonly UpstreamView[]): readonly Column<UpstreamView>[] {
  const instances = new Set(upstreams.map(({ instance }) => instance));
  const [name, ...facts] = COLUMNS;
  return name && instances.size > 1 ? [name, INSTANCE, ...facts] : COLUMNS;
}
