import { watchFile } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@nestjs/common';
import type { AdminTokens } from '#admin';
import { ConfigurationError, listOf, loadConfiguration, type Configuration } from './configuration/index.ts';

/**
 * Milliseconds between two looks at the file. It is looked at, and not watched: an editor or an orchestrator may put
 * another file in its place.
 */
const LOOK_MS = 400;

/**
 * Reads the configuration file again when it changes, and on SIGHUP, and applies its admins. A file with a fault changes
 * nothing. It goes on until the process ends.
 */
export function watchConfiguration(file: string, configuration: Configuration, tokens: AdminTokens): void {
  const logger = new Logger('Configuration');
  let applied = configuration;
  const read = (): void => {
    const next = loadOrExplain(logger);
    if (!next) return;
    if (!isDeepStrictEqual(next.adminTokens, applied.adminTokens)) {
      tokens.replaceAll(next.adminTokens);
      logger.log(`The admins have changed: ${next.adminTokens.length} tokens are valid`);
    }
    if (!isDeepStrictEqual({ ...next, adminTokens: [] }, { ...applied, adminTokens: [] }))
      logger.warn('Other settings than the admins have changed. They apply from the next start on.');
    applied = next;
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, read);
  process.on('SIGHUP', read);
}

function loadOrExplain(logger: Logger): Configuration | undefined {
  try {
    return loadConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    logger.error(`The changed configuration is not applied. It has ${listOf(error.faults)}`);
    return undefined;
  }
}
