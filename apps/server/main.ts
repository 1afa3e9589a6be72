import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';

const app = await NestFactory.create(
  AppModule.forRoot({
    events: { log: process.env['CROWSNEST_LOG'] ?? 'sqlite:.crowsnest/events.db' },
    sessions: { protocolIdleMs: 1_800_000, derivedIdleMs: 300_000 },
    tools: {},
    mcp: { serverInfo: { name: 'crowsnest', version: '0.1.0' } },
    access: { host: '127.0.0.1' },
    signIn: { tokens: [{ token: process.env['ADMIN_TOKENS'] ?? 'x', name: 'admin', role: 'admin', tenantId: null }], dataDirectory: null },
    dashboard: {},
  }),
  { forceCloseConnections: true },
);
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
