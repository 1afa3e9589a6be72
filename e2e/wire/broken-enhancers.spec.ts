import {
  Catch,
  ForbiddenException,
  Injectable,
  InternalServerErrorException,
  UseFilters,
  UseGuards,
  type CanActivate,
  type ExceptionFilter,
  type LoggerService,
} from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { z } from 'zod';
import { collectEvents, connectModernClient, createCrowsnestTestingApp } from '#testing';
import { Prompt, Resource, ResourceRegistry, ResourceTemplate, Tool } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ERAS } from '../support/agents/either-era.ts';
import { LISTENERS } from '../support/agents/resource-listeners.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

@Catch()
class BrokenFilter implements ExceptionFilter {
  catch(): void {
    (undefined as unknown as { text: string }).text.trim();
  }
}

@Catch()
class RangeFilter implements ExceptionFilter {
  catch(): string {
    return 'x'.repeat(-1);
  }
}

class Expired extends Error {}

@Catch(Expired)
class SaysExpired implements ExceptionFilter<Expired> {
  catch(): never {
    throw new ForbiddenException('Your licence has expired');
  }
}

/** A guard that fails, as one whose database is away does. */
@Injectable()
class BrokenGuard implements CanActivate {
  canActivate(): Promise<boolean> {
    return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  }
}

/** A guard that fails in the pipe of its observable. */
@Injectable()
class BrokenStream implements CanActivate {
  canActivate(): Observable<boolean> {
    return throwError(() => new InternalServerErrorException('The directory does not answer'));
  }
}

/** Guards that refuse. */
@Injectable()
class Licence implements CanActivate {
  canActivate(): never {
    throw new Expired('expired');
  }
}

@Injectable()
class Coded implements CanActivate {
  canActivate(): never {
    throw Object.assign(new Error('Not for you'), { code: -32_003 });
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

  @Tool({ name: 'fail-and-again' })
  @UseFilters(RangeFilter)
  failAgain(): never {
    throw new Error('No tea left');
  }

  @Tool({ name: 'guarded' })
  @UseGuards(BrokenGuard)
  guarded(): string {
    return 'x';
  }

  @Tool({ name: 'guarded-by-stream' })
  @UseGuards(BrokenStream)
  guardedByStream(): string {
    return 'x';
  }

  @Tool({ name: 'licensed' })
  @UseGuards(Licence)
  @UseFilters(SaysExpired)
  licensed(): string {
    return 'x';
  }

  @Tool({ name: 'coded' })
  @UseGuards(Coded)
  coded(): string {
    return 'x';
  }

  @Prompt({
    name: 'plan',
    args: z.object({ name: z.string() }),
    complete: {
      name: () => {
        throw new RangeError('The dictionary is closed');
      },
    },
  })
  plan(): string {
    return 'x';
  }

  @Resource({ name: 'locked', uri: 'test://locked' })
  @UseGuards(BrokenGuard)
  locked(): string {
    return 'x';
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
    expect(await agent.call('fail-and-again')).toMatchObject({
      isError: true,
      content: [{ text: 'No tea left' }],
    });
    expect(errors).toEqual([
      expect.stringMatching(/exception filter broke[^]*BrokenFilter/),
      expect.stringMatching(/exception filter broke[^]*RangeError[^]*RangeFilter/),
    ]);
    await agent.close();
    await app.close();
  });
});

describe.each(ERAS)('a guard that fails at a call of an agent of the $era era', ({ connect }) => {
  it.each([
    ['guarded', 'connect ECONNREFUSED', /The guard BrokenGuard of Handlers\.guarded failed/],
    [
      'guarded-by-stream',
      'The directory does not answer',
      /The guard BrokenStream of Handlers\.guardedByStream/,
    ],
  ])('is logged as an error with its name, and the call of "%s" is refused', async (tool, text, logged) => {
    const { app, errors } = await startLogged();
    const record = collectEvents(app);
    const agent = await connect(app);
    expect(await agent.call(tool)).toMatchObject({ isError: true, content: [{ text }] });
    expect(errors).toEqual([expect.stringMatching(new RegExp(`${logged.source}[^]*${text}`))]);
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'thrown', error: text });
    await agent.close();
    await app.close();
  });

  it('is not logged when it only refuses, or when a filter answers for it', async () => {
    const { app, errors } = await startLogged();
    const agent = await connect(app);
    const expired = { isError: true, content: [{ text: 'Your licence has expired' }] };
    expect(await agent.call('licensed')).toMatchObject(expired);
    await agent.call('coded').catch(() => undefined);
    expect(errors).toEqual([]);
    await agent.close();
    await app.close();
  });
});

describe.each(LISTENERS)('a guard that fails when an agent of the $era era subscribes', ({ listen }) => {
  it('is logged as an error, and the agent is refused', async () => {
    const { app, errors } = await startLogged();
    const agent = await listen(app, 'listener');
    await expect(agent.subscribe('test://locked')).rejects.toThrow('connect ECONNREFUSED');
    expect(errors).toEqual([expect.stringMatching(/test:\/\/locked[^]*ECONNREFUSED[^]*BrokenGuard/)]);
    await app.close();
  });
});

describe('suggestions that fail', () => {
  it('are logged as an error, and the agent gets one too', async () => {
    const { app, errors } = await startLogged();
    const client = await connectModernClient(app);
    const complete = client.complete({
      ref: { type: 'ref/prompt', name: 'plan' },
      argument: { name: 'name', value: '' },
    });
    await expect(complete).rejects.toThrow('The dictionary is closed');
    expect(errors).toEqual([
      expect.stringMatching(/suggestions for "name" failed[^]*The dictionary is closed/),
    ]);
    await client.close();
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
    expect(resources.map(({ uri }) => uri)).toEqual(['test://locked', 'test://watched']);
    expect(errors).toEqual([expect.stringMatching(/"reports"[^]*The archive is closed/)]);
    await client.close();
    await app.close();
  });
});
