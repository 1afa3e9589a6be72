// The stock server over stdio, as its owner starts it.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { stockServers } from './stock-server.ts';

serveStdio(
  stockServers((server) => ({
    toolsChanged: () => server.sendToolListChanged(),
    resourceUpdated: (uri) => void server.server.sendResourceUpdated({ uri }),
  })),
);
