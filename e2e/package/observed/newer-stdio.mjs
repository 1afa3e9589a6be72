import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { observedServer } from './newer-orders.mjs';

serveStdio(observedServer);
