import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { FlushBounds } from './stream/delivery/flush-pace.ts';

export interface AdminModuleOptions {
  /** The version that `/admin/mcp` states. Default: `0.0.0`. */
  version?: string;
  /** The most streams that are open at a time. Default: 10,000. */
  maxStreams?: number;
  /** The most streams that one admin has open at a time. Default: 5,000. */
  maxStreamsPerAdmin?: number;
  /** Between which bounds the pause between two flushes of the stream adapts, in milliseconds. Default: 0 to 20. */
  flush?: Partial<FlushBounds>;
  /** Milliseconds in which a subscriber may take nothing of what waits for it before it is disconnected. Default: 30,000. */
  stalledMs?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: ADMIN_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<AdminModuleOptions>({ moduleName: 'Admin' })
    .setClassMethodName('forRoot')
    .build();
