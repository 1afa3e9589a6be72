import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AccessOptions } from './access/access-options.ts';

/** Options of the HTTP surface as a whole. */
export interface EdgeOptions {
  access?: AccessOptions;
  /**
   * The path of all routes except the MCP endpoint, such as `/ops`. Default: the root, where routes of the
   * application take precedence.
   */
  path?: string;
  /**
   * Whether the application serves nothing else. Crowsnest then handles every URL, and `/` redirects to the console.
   * Default: false.
   */
  standalone?: boolean;
  /** The folder for the server's own key; null keeps the key in memory until the process ends. Default: null. */
  dataDirectory?: string | null;
  /** The secret that all instances of a shared log have. The server's own key is derived from it. */
  clusterSecret?: string;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: EDGE_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<EdgeOptions>({ moduleName: 'Edge' })
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
