import { loadConfiguration, type Configuration } from './configuration.ts';
import { ConfigurationError } from './fault.ts';

/** Loads the configuration. Prints every fault and exits with code 1 when the configuration is invalid. */
export function configurationOrExit(): Configuration {
  try {
    return loadConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(error.message);
    return process.exit(1);
  }
}
