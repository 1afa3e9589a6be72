import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import express from 'express';
import { takeCommands } from '../../processes/commands.ts';
import { listenOnLoopback } from '../../processes/listen.ts';
import { createSdkServer } from './sdk-server.ts';

// Version 2 of the SDK on Express and nothing else: no checks of Host and Origin, no keys.
const respond = toNodeHandler(createMcpHandler(() => createSdkServer(), { legacy: 'reject' }));
const app = express();
app.use(express.json({ limit: '4mb' }));
app.post('/mcp', (request, response) => respond(request, response, request.body));

const port = await listenOnLoopback(createServer(app));
takeCommands({ port: () => port });
