import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { configurationOrExit } from './configuration/index.ts';
import { crowsnestOptions } from './crowsnest-options.ts';
import { limitConnections } from './limit-connections.ts';
import { explainStartFault } from './start-faults.ts';
import { StartLogger } from './start-logger.ts';

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
  limitConnections(app.getHttpServer() as Server, configuration.maxConnections);
  await app.listen(port, host);
} catch (error) {
  const explanation = explainStartFault(error, host, port);
  if (explanation === undefined) Logger.error(error, 'Start');
  else process.stderr.write(`${explanation}\n`);
  // The log's thread may be open already: it must not keep a server alive that does not serve.
  process.exit(1);
}
