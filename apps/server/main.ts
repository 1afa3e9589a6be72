import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { configurationOrExit } from './configuration/index.ts';
import { crowsnestOptions } from './crowsnest-options.ts';
import { explainStartFault } from './start-faults.ts';
import { StartLogger } from './start-logger.ts';

const KEEP_ALIVE_MS = 65_000;

const configuration = configurationOrExit();
const { host, port } = configuration;

try {
  const app = await NestFactory.create(AppModule.forRoot(crowsnestOptions(configuration)), {
    abortOnError: false,
    forceCloseConnections: true,
    logger: new StartLogger(),
  });
  // Exit code 0 once everything is closed, rather than death by the same signal.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  // Longer than proxies and clients keep a connection: they give it up first, and no request meets one just closed.
  (app.getHttpServer() as Server).keepAliveTimeout = KEEP_ALIVE_MS;
  await app.listen(port, host);
} catch (error) {
  const explanation = explainStartFault(error, host, port);
  if (explanation === undefined) Logger.error(error, 'Start');
  else process.stderr.write(`${explanation}\n`);
  // The log's thread may be open already: it must not keep a server alive that does not serve.
  process.exit(1);
}
