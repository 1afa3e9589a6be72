import {
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Request } from 'express';
import { mcpRequestOf, Tool } from '#tools';
import { ERAS } from '../../support/agents/either-era.ts';
import { Refuse } from '../../support/handlers/nest-enhancers.ts';
import { startApplication } from '../../support/server/test-application.ts';

/** A guard that was written for HTTP, with one added line for MCP. */
@Injectable()
class OnlyFromHere implements CanActivate {
  static seen: unknown[] = [];

  canActivate(context: ExecutionContext): boolean {
    const request = (mcpRequestOf(context)?.http ?? context.switchToHttp().getRequest()) as Request;
    OnlyFromHere.seen.push(mcpRequestOf(context)?.message);
    return request.header('host')?.startsWith('127.0.0.1') ?? false;
  }
}

@Injectable()
class GuardedTool {
  @Tool({ name: 'guarded' })
  @UseGuards(OnlyFromHere)
  guarded(): string {
    return 'let in';
  }
}

describe.each(ERAS)('a guard of a tool, for an agent of the $era era,', ({ connect }) => {
  let app: INestApplication;

  afterEach(() => app.close());

  it('can read the message and the HTTP request that carried it', async () => {
    ({ app } = await startApplication([GuardedTool]));
    OnlyFromHere.seen = [];
    const agent = await connect(app);
    expect(await agent.call('guarded')).toMatchObject({ content: [{ text: 'let in' }] });
    expect(OnlyFromHere.seen).toMatchObject([{ method: 'tools/call', params: { name: 'guarded' } }]);
    await agent.close();
  });

  it('does not run if it is global and the option "globalEnhancers" is false', async () => {
    const providers = [GuardedTool, { provide: APP_GUARD, useClass: Refuse }];
    ({ app } = await startApplication(providers, { mcp: { globalEnhancers: false } }));
    const agent = await connect(app);
    expect(await agent.call('guarded')).toMatchObject({ content: [{ text: 'let in' }] });
    await agent.close();
  });
});
