import { Module } from '@nestjs/common';
import { ShutdownModule } from '#shutdown';
import { Gateway } from './gateway.ts';
import { ConfigurableModuleClass } from './gateway.module-definition.ts';

/** Serves upstream servers. Requires `McpModule`. */
@Module({ imports: [ShutdownModule], providers: [Gateway] })
export class GatewayModule extends ConfigurableModuleClass {}
