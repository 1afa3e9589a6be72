import { Injectable } from '@nestjs/common';
import { Tool, type ToolContext } from '#tools';

/** A tool that reports, waits until the suite lets it go on, and reports again. */
@Injectable()
export class HeldTools {
  proceed = Promise.withResolvers<void>();
  aborted = Promise.withResolvers<void>();

  @Tool({ name: 'hold' })
  async hold(_input: unknown, context: ToolContext): Promise<string> {
    context.signal.addEventListener('abort', () => this.aborted.resolve());
    await context.log('info', 'begun');
    await context.reportProgress({ progress: 1, total: 2 });
    await this.proceed.promise;
    await context.log('info', 'almost done');
    return 'done';
  }
}
