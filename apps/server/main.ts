import type { Server } from 'node:http';
import { Logger, ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditTrail } from '#admin';
import { Observation } from '#mcp';
import { AppModule } from './app.module.ts';
import { configurationOrExit, FILE_VARIABLE } from './configuration/index.ts';
import { crowsnestOptions } from './crowsnest-options.ts';
import { knownSecrets } from './known-secrets.ts';
import { limitConnections } from './limit-connections.ts';
import { livePartsOf } from './live/live-parts.ts';
import { explainStartFault } from './start-faults.ts';
import { JsonLogger, logRequests, logTraces, outliveReaders, TextLogger } from './logging/index.ts';
import { outliveReloads, watchConfiguration } from './watch-configuration.ts';

outliveReaders();
const file = process.env[FILE_VARIABLE.name];
if (file) outliveReloads();
const configuration = configurationOrExit();
const { host, port, logFormat, logLevel } = configuration;
/** A server with a file reads it again on SIGHUP; any other one ends, as when its terminal is closed. */
const endingSignals = Object.values(ShutdownSignal).filter(
  (signal) => !file || signal !== ShutdownSignal.SIGHUP,
);

const logger = logFormat === 'json' ? new JsonLogger(logLevel) : new TextLogger(logLevel);

try {
  const app = await NestFactory.create(AppModule.forRoot(crowsnestOptions(configuration)), {
    abortOnError: false,
    forceCloseConnections: true,
    logger,
  });
  // Exits with code 0 after an orderly shutdown instead of dying from the signal.
  app.enableShutdownHooks(endingSignals, { useProcessExit: true });
  for (const warning of configuration.warnings) Logger.warn(warning, 'Configuration');
  limitConnections(app.getHttpServer() as Server, configuration.maxConnections);
  if (logger instanceof JsonLogger) {
    logRequests(app.getHttpServer() as Server, logger, knownSecrets(app));
    logTraces(app.get(Observation, { strict: false }), logger);
  }
  await app.listen(port, host);
  if (file) watchConfiguration(file, configuration, livePartsOf(app), app.get(AuditTrail));
} catch (error) {
  const explanation = explainStartFault(error, host, port);
  if (explanation === undefined) Logger.error(error, 'Start');
  else process.stderr.write(`${explanation}\n`);
  // The thread of the log may be open already and would keep the process alive.
  process.exit(1);
}
