export { configurationOrExit, logSettingsOrExit, logUrlOrExit } from './configuration-or-exit.ts';
export { loadConfiguration, type Configuration } from './configuration.ts';
export { FILE_VARIABLE } from './variables/variables.ts';
export { ConfigurationError, listOf, type Fault } from './fault.ts';
