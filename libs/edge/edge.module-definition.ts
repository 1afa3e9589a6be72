import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AccessOptions } from './access/access-options.ts';

/** Options of the HTTP surface as a whole. */
export interface EdgeOptions {
  access?: AccessOptions;
  /** Where all routes but the MCP endpoint lie, such as `/ops`. Default: at the root, behind routes of the application. */
  path?: string;
  /** Whether the application serves nothing else: every URL is ours then, and `/` leads to the console. Default: false. */
  standalone?: boolean;
  /** Where the server keeps its own key; null keeps it in memory, until the process ends. Default: null. */
  dataDirectory?: string | null;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: EDGE_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<EdgeOptions>({ moduleName: 'Edge' })
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
