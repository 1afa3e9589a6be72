import { Module, type DynamicModule } from '@nestjs/common';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';
import { SampleToolsModule } from './sample-tools/sample-tools.module.ts';

/** The server of this repository: Crowsnest with three sample tools. */
@Module({ imports: [SampleToolsModule] })
export class AppModule {
  static forRoot(options: CrowsnestOptions): DynamicModule {
    return { module: AppModule, imports: [CrowsnestModule.forRoot(options)] };
  }
}
