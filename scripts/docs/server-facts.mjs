// What a running server knows of itself: its routes and its metrics.
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/apps/server/app.module.js';
import { Edge } from '../../dist/libs/edge/index.js';
import { MetricsRegistry } from '../../dist/libs/telemetry/metrics/metrics-registry.js';
import { openApiDocument } from '../../docs/site/openapi.mjs';

/** An admin that nobody is: the server does not listen. */
const NOBODY = { name: 'nobody', token: 'no-server-listens', role: 'viewer', tenantId: null };

/** Starts a server that keeps nothing and does not listen, and reads what it has registered. */
export async function serverFacts(version, meanings) {
  const options = { events: { log: 'memory:' }, signIn: { tokens: [NOBODY] } };
  const app = await NestFactory.create(AppModule.forRoot(options), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    await app.init();
    return {
      openApi: openApiDocument(app.get(Edge), version, meanings),
      metrics: app.get(MetricsRegistry).declared,
    };
  } finally {
    await app.close();
  }
}
