import { watchFile } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@nestjs/common';
import type { AuditTrail } from '#admin';
import { changesBetween } from './configuration-changes.ts';
import { ConfigurationError, listOf, loadConfiguration, type Configuration } from './configuration/index.ts';
import type { LivePart } from './live-parts.ts';

/**
 * Milliseconds between two looks at the file. It is looked at, and not watched: an editor or an orchestrator may put
 * another file in its place.
 */
const LOOK_MS = 400;
/** Maximum number of faults that the audit trail tells. */
const MAX_FAULTS = 20;

/**
 * Reads the configuration file again when it changes, and on SIGHUP, and applies the parts that have changed. A file with
 * a fault changes nothing. It goes on until the process ends.
 */
export function watchConfiguration(
  file: string,
  configuration: Configuration,
  parts: readonly LivePart[],
  trail: AuditTrail,
): void {
  const logger = new Logger('Configuration');
  const live = new Set(parts.flatMap(({ settings }) => settings));
  const others = (Object.keys(configuration) as Setting[]).filter((setting) => !live.has(setting));
  const names = new Intl.ListFormat('en').format(parts.map(({ name }) => name));
  let applied = configuration;
  const read = (): void => {
    const next = loadOrExplain(logger, trail);
    if (!next) return;
    const before = applied;
    applied = next;
    if (!isDeepStrictEqual(before, next))
      trail.recordUnknown('admin:configuration', '', { outcome: 'done', ...changesBetween(before, next) });
    for (const part of parts)
      if (differ(before, next, part.settings))
        logger.log(`The ${part.name} have changed: ${part.apply(next)}`);
    if (differ(before, next, others))
      logger.warn(`Other settings than ${names} have changed. They apply from the next start on.`);
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, read);
  process.on('SIGHUP', read);
}

type Setting = keyof Configuration;

function differ(before: Configuration, next: Configuration, settings: readonly Setting[]): boolean {
  return settings.some((setting) => !isDeepStrictEqual(before[setting], next[setting]));
}

function loadOrExplain(logger: Logger, trail: AuditTrail): Configuration | undefined {
  try {
    return loadConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    logger.error(`The changed configuration is not applied. It has ${listOf(error.faults)}`);
    const faults = error.faults.slice(0, MAX_FAULTS).map(({ variable, problem }) => `${variable} ${problem}`);
    trail.recordUnknown('admin:configuration', '', {
      outcome: 'refused',
      reason: 'The file has faults',
      faults,
    });
    return undefined;
  }
}
