import {
  Catch,
  Injectable,
  UseFilters,
  UseGuards,
  type CanActivate,
  type ExceptionFilter,
  type LoggerService,
} from '@nestjs/common';
import { connectModernClient, createCrowsnestTestingApp } from '#testing';
import { Resource, ResourceRegistry, ResourceTemplate, Tool } from '#tools';
import { ERAS } from '../support/agents/either-era.ts';
import { LISTENERS } from '../support/agents/resource-listeners.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

@Catch()
class BrokenFilter implements ExceptionFilter {
  catch(): void {
    (undefined as unknown as { text: string }).text.trim();
  }
}

/** A guard that throws from its second request on. */
@Injectable()
class TiringGuard implements CanActivate {
  asked = 0;

  canActivate(): boolean {
    this.asked += 1;
    if (this.asked > 1) throw new RangeError('The guard is tired');
    return true;
  }
}

@Injectable()
class Handlers {
  @Tool({ name: 'fail' })
  @UseFilters(BrokenFilter)
  fail(): never {
    throw new Error('No tea left');
  }

  @ResourceTemplate({
    name: 'reports',
    uriTemplate: 'test://reports/{id}',
    list: () => {
      throw new RangeError('The archive is closed');
    },
  })
  report(): string {
    return 'x';
  }

  @Resource({ name: 'watched', uri: 'test://watched' })
  @UseGuards(TiringGuard)
  read(): string {
    return 'x';
  }
}

/** Starts an application, and records what it logs as an error. */
async function startLogged() {
  const errors: string[] = [];
  const note = (...parts: unknown[]) => void errors.push(parts.join('\n'));
  const logger = { error: note, log: () => undefined, warn: () => undefined } as LoggerService;
  const app = await createCrowsnestTestingApp({ providers: [Handlers, TiringGuard], logger });
  return { app, errors };
}

describe.each(ERAS)('an exception filter that throws, for an agent of the $era era,', ({ connect }) => {
  it('is logged as an error, and does not hide the failure of the tool', async () => {
    const { app, errors } = await startLogged();
    const agent = await connect(app);
    expect(await agent.call('fail')).toMatchObject({ isError: true, content: [{ text: 'No tea left' }] });
    expect(errors).toEqual([expect.stringMatching(/exception filter broke[^]*BrokenFilter/)]);
    await agent.close();
    await app.close();
  });
});

describe.each(LISTENERS)('a guard that throws on an update, for an agent of the $era era,', ({ listen }) => {
  it('is logged as an error, and tells the agent nothing', async () => {
    const { app, errors } = await startLogged();
    const agent = await listen(app, 'listener');
    await agent.subscribe('test://watched');
    app.get(ResourceRegistry).notifyUpdated('test://watched');
    await waitUntil(() => errors.length > 0, { reason: 'the fault of the guard is logged' });
    expect(errors).toEqual([expect.stringMatching(/test:\/\/watched[^]*The guard is tired/)]);
    expect(agent.heard).toEqual([]);
    await app.close();
  });
});

describe('a resource template whose list throws', () => {
  it('is logged as an error, and does not hide other resources', async () => {
    const { app, errors } = await startLogged();
    const client = await connectModernClient(app);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['test://watched']);
    expect(errors).toEqual([expect.stringMatching(/"reports"[^]*The archive is closed/)]);
    await client.close();
    await app.close();
  });
});
