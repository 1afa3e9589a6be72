import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { IngestKey } from './identity/ingest-key.ts';

export interface IngestModuleOptions {
  /** The keys of observers outside. Default: none, so that nobody can send events. */
  keys?: readonly IngestKey[];
  /** Milliseconds without a request after which the sessions of a source expire. Default: 60,000. */
  silentMs?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: INGEST_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<IngestModuleOptions>({ moduleName: 'Ingest' })
    .setClassMethodName('forRoot')
    .build();
