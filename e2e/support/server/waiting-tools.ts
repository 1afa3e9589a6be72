import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type HandlerContext } from '#tools';
import { AppModule } from '../../../apps/server/app.module.ts';
import { SampleToolsModule } from '../../../apps/server/sample-tools/sample-tools.module.ts';

@Injectable()
class WaitingTools {
  @Tool({
    name: 'wait_for',
    description: 'Ends when the server at the URL has answered, with that answer.',
    input: z.object({ url: z.url() }),
  })
  async waitFor({ url }: { url: string }, { signal }: HandlerContext): Promise<string> {
    return (await fetch(url, { signal })).text();
  }
}

// In place of the decorator of the module. Whoever imports this before the server starts it with the tool.
Module({ imports: [SampleToolsModule], providers: [WaitingTools] })(AppModule);
