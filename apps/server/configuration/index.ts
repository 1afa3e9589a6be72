export { configurationOrExit, logSettingsOrExit } from './configuration-or-exit.ts';
export { loadConfiguration, type Configuration } from './configuration.ts';
export { ConfigurationError, type Fault } from './fault.ts';
