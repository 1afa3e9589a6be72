import { loadConfiguration, type Configuration } from './configuration.ts';
import { ConfigurationError } from './fault.ts';

/** The configuration of this process. When it is wrong, prints every fault and ends the process with code 1. */
export function configurationOrExit(): Configuration {
  try {
    return loadConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(error.message);
    return process.exit(1);
  }
}
