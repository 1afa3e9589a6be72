import type { LogOptions } from '#events';
import { loadConfiguration, type Configuration } from './configuration.ts';
import { ConfigurationError } from './fault.ts';
import { loadLogSettings, loadLogUrl } from './log-settings.ts';

/** Loads the configuration. Prints every fault and exits with code 1 when the configuration is invalid. */
export function configurationOrExit(): Configuration {
  return orExit(() => loadConfiguration(process.env));
}

/** Loads what any log needs besides its URL. Prints every fault and exits with code 1 when that is invalid. */
export function logSettingsOrExit(): LogOptions {
  return orExit(() => loadLogSettings(process.env));
}

/** Loads the URL of the configured log. Prints its faults and exits with code 1 when it is invalid. */
export function logUrlOrExit(): string {
  return orExit(() => loadLogUrl(process.env));
}

function orExit<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(error.message);
    return process.exit(1);
  }
}
