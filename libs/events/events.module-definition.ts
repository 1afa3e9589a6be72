import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { LogUrl } from './log/create-event-log.ts';

export interface EventsModuleOptions {
  /** `memory:` or `sqlite:PATH`. */
  log: LogUrl;
  /** Maximum number of stored events. Default: 1,000,000 in a file, 50,000 in memory. */
  maxEvents?: number;
  /** How long events are stored, in milliseconds. Default: seven days. */
  maxAgeMs?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: EVENTS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<EventsModuleOptions>().setClassMethodName('forRoot').build();
