import type { Command } from 'commander';
import { watching } from './watching.ts';

interface Options {
  json?: boolean;
}

/** `crowsnest upstreams`: prints the servers behind the gateway. */
export function upstreams(): Command {
  return watching('upstreams', 'print the servers behind the gateway, and their state', '', '--json')
    .option('--json', 'print each server as JSON, one per line')
    .action(async ({ json = false }: Options) => {
      const [{ withServer }, { printUpstreams }] = await Promise.all([
        import('../server/with-server.ts'),
        import('../upstreams/run-upstreams.ts'),
      ]);
      await withServer((server) => printUpstreams(server, json));
    });
}
