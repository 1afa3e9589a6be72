import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import express from 'express';
import { HOST, PORT } from './place.mjs';
import { observedServer } from './newer-orders.mjs';

const handle = toNodeHandler(createMcpHandler(observedServer));
const app = express().use(express.json());
app.all('/mcp', (request, response) => void handle(request, response, request.body));
app.listen(PORT, HOST);
