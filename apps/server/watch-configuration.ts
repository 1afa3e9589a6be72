import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@nestjs/common';
import type { AuditTrail } from '#admin';
import { changesBetween, settingsThatDiffer } from './configuration-changes.ts';
import { ConfigurationError, listOf, loadConfiguration, type Configuration } from './configuration/index.ts';
import type { LivePart } from './live/live-part.ts';
import { watchPath } from './watch-path.ts';

/** Maximum number of faults that the audit trail tells. */
const MAX_FAULTS = 20;

const NAMES = new Intl.ListFormat('en');

/** The signal by which an operator has the file read again. */
const RELOAD = 'SIGHUP';

/** Lets the process outlive the signal before the file is watched: it is read again once it is. */
export function outliveReloads(): void {
  process.on(RELOAD, () => undefined);
}

/**
 * Reads the configuration file again when it changes, or has changed since the start, and on SIGHUP. Applies the parts that
 * have changed, and names every other setting that is not as it was at the start. A file with a fault changes nothing. It
 * goes on until the process ends.
 */
export function watchConfiguration(
  file: string,
  atStart: Configuration,
  parts: readonly LivePart[],
  trail: AuditTrail,
): void {
  const logger = new Logger('Configuration');
  const live = new Set(parts.flatMap(({ settings }) => settings));
  let applied = atStart;
  const read = (): void => {
    const next = loadOrExplain(logger, trail);
    if (!next || isDeepStrictEqual(applied, next)) return;
    const before = applied;
    applied = next;
    const changed = settingsThatDiffer(before, next);
    const pending = settingsThatDiffer(atStart, next).filter((name) => !live.has(name));
    trail.recordUnknown('admin:configuration', '', {
      outcome: 'done',
      ...changesBetween(before, next),
      ...(pending.length > 0 && { pending }),
    });
    for (const part of parts)
      if (part.settings.some((name) => changed.includes(name)))
        logger.log(`The file has other ${part.name}: ${part.apply(next)}`);
    if (pending.length > 0)
      logger.warn(
        `Not applied before the next start, because only that reads them: ${NAMES.format(pending)}`,
      );
  };
  process.on(RELOAD, read);
  void watchPath(file, read);
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
