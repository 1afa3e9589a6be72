import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Upstreams } from './upstream-options.ts';

export interface GatewayModuleOptions {
  /** The servers behind Crowsnest, by name. Default: none. */
  upstreams?: Upstreams;
  /**
   * Whether they are served at the MCP endpoint itself, in place of the application's own tools. Otherwise each of them is
   * served below it, by its name. Default: false.
   */
  standalone?: boolean;
  /**
   * The key that signs the states of calls which wait for answers of agents, the same in all instances. Default: a new one,
   * so that only this process knows its states.
   */
  stateKey?: string;
  /**
   * The folder for the record of running processes, by which those that were left behind are found. Default: null, which
   * keeps none.
   */
  dataDirectory?: string | null;
  /** What several servers together call themselves. */
  serverInfo?: { name: string; version: string };
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: GATEWAY_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<GatewayModuleOptions>().setClassMethodName('forRoot').build();
