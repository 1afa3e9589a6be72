import { McpServer, ResourceTemplate, completable } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { askingTools } from './asking-tools.ts';
import { HeldCall, workingTools } from './working-tools.ts';

/** How a server tells its subscribers what has changed. Over HTTP, they belong to no server object. */
export interface Changes {
  toolsChanged(): void;
  resourceUpdated(uri: string): void;
}

const CITIES = ['Oslo', 'Ottawa', 'Paris'];

/** Makes servers on SDK v2 as their owners write them, with something of everything that a server can offer. */
export function stockServers(changesOf: (server: McpServer) => Changes): () => McpServer {
  const held = new HeldCall();
  return () => {
    const server = new McpServer(
      { name: 'stock', version: '2.0.0', title: 'Stock server', websiteUrl: 'https://example.org' },
      { capabilities: { logging: {}, resources: { subscribe: true } }, instructions: 'Ask for anything.' },
    );
    workingTools(server, held);
    askingTools(server);
    const changes = changesOf(server);
    server.registerTool('change', { description: 'Changes tools and a resource.' }, () => {
      changes.toolsChanged();
      changes.resourceUpdated('docs://readme');
      return { content: [{ type: 'text', text: 'changed' }] };
    });
    resources(server);
    prompts(server);
    return server;
  };
}

function resources(server: McpServer): void {
  server.registerResource(
    'readme',
    'docs://readme',
    { title: 'Read me', mimeType: 'text/markdown', annotations: { audience: ['user'], priority: 1 } },
    ({ href }) => ({ contents: [{ uri: href, mimeType: 'text/markdown', text: '# Grüße, 世界 \u2028' }] }),
  );
  server.registerResource('logo', 'docs://logo', { mimeType: 'image/png' }, ({ href }) => ({
    contents: [{ uri: href, mimeType: 'image/png', blob: 'AQID' }],
  }));
  const weather = new ResourceTemplate('weather://{city}', {
    list: () => ({ resources: CITIES.map((city) => ({ uri: `weather://${city}`, name: city })) }),
    complete: { city: (value) => CITIES.filter((city) => city.startsWith(value)) },
  });
  server.registerResource('weather', weather, { title: 'Weather' }, ({ href }, { city }) => ({
    contents: [{ uri: href, text: `${String(city)}: rain` }],
    _meta: { 'example.org/source': 'a guess' },
  }));
}

function prompts(server: McpServer): void {
  const city = completable(z.string().describe('Where to.'), (value) =>
    CITIES.filter((one) => one.startsWith(value)),
  );
  server.registerPrompt(
    'plan',
    { title: 'Plan a trip', description: 'Plans a trip to a city.', argsSchema: z.object({ city }) },
    (args) => ({
      messages: [
        { role: 'user', content: { type: 'text', text: `Plan a day in ${args.city}` } },
        { role: 'assistant', content: { type: 'text', text: 'It rains.' } },
      ],
    }),
  );
}
