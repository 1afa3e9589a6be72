import { pipeline } from 'node:stream/promises';
import { ROUTES } from '#contract';
import type { Server } from '../server/server.ts';

/** Writes an export to standard output as the server sends it. Rejects with a `ServerFault` if it is not whole. */
export async function printExport(server: Server, format: string, query: URLSearchParams): Promise<void> {
  query.set('format', format);
  const { body } = await server.ask(ROUTES.historyExport, { query });
  if (!body) return;
  await pipeline(body, process.stdout, { end: false }).catch((error: unknown) => {
    throw server.faultOf(error);
  });
}
