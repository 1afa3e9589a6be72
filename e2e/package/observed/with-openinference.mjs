// A server on SDK v1 over stdio whose transport OpenInference patches, too. ORDER says who comes first.
import { MCPInstrumentation } from '@arizeai/openinference-instrumentation-mcp';
import * as serverStdioModule from '@modelcontextprotocol/sdk/server/stdio.js';
import { trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { observe } from 'crowsnest-observe';
import { ordersServer } from './older-orders.mjs';

new NodeTracerProvider().register();

const server = ordersServer(() => trace.getActiveSpan()?.spanContext().traceId);
const openInference = () => new MCPInstrumentation().manuallyInstrument({ serverStdioModule });
const crowsnest = () => observe(server);
const connect = () => server.connect(new serverStdioModule.StdioServerTransport());
const ORDERS = {
  'Crowsnest first': [crowsnest, openInference, connect],
  'OpenInference first': [openInference, crowsnest, connect],
  'Crowsnest once it is connected': [openInference, connect, crowsnest],
};

for (const step of ORDERS[process.env.ORDER]) await step();
