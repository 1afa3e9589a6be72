import { ForbiddenException, Injectable, type INestApplication, type LoggerService } from '@nestjs/common';
import {
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type ModernClient,
} from '#testing';
import { Prompt, Resource, ResourceTemplate } from '#tools';

const ERAS = [
  { era: 'legacy', connect: connectLegacyClient as (app: INestApplication) => Promise<unknown> },
  { era: 'modern', connect: connectModernClient as (app: INestApplication) => Promise<unknown> },
];

@Injectable()
class Handlers {
  @Prompt({ name: 'plan' })
  plan(): never {
    throw new RangeError('No plan fits');
  }

  @Prompt({ name: 'secret-plan' })
  secretPlan(): never {
    throw new ForbiddenException('Not yours');
  }

  @Prompt({ name: 'nothing' })
  nothing(): number {
    return 5;
  }

  @Resource({ name: 'report', uri: 'test://report' })
  report(): Promise<never> {
    return Promise.reject(new Error('The disk is gone'));
  }

  @ResourceTemplate({ name: 'page', uriTemplate: 'test://page/{number}' })
  page(): unknown {
    return { pages: 10n };
  }
}

/** Starts an application, and records what it logs as an error. */
async function startLogged() {
  const errors: string[] = [];
  const note = (...parts: unknown[]) => void errors.push(parts.join('\n'));
  const logger = { error: note, log: () => undefined, warn: () => undefined } as LoggerService;
  return { app: await createCrowsnestTestingApp({ providers: [Handlers], logger }), errors };
}

describe.each(ERAS)('a prompt or resource, for an agent of the $era era,', ({ connect }) => {
  let app: INestApplication;
  let errors: string[];
  // Both SDKs' clients answer these methods alike.
  let client: ModernClient;

  beforeEach(async () => {
    ({ app, errors } = await startLogged());
    client = (await connect(app)) as ModernClient;
  });

  afterEach(async () => {
    await client.close();
    await app.close();
  });

  it.each([
    [{ name: 'plan' }, 'No plan fits', /The prompt "plan" failed[^]*RangeError: No plan fits/],
    [{ name: 'nothing' }, 'neither', /The prompt "nothing" failed[^]*neither a text nor messages/],
    [{ uri: 'test://report' }, 'disk', /The resource test:\/\/report failed[^]*The disk is gone/],
    [{ uri: 'test://page/7' }, 'no JSON', /The resource test:\/\/page\/7 failed[^]*no JSON/],
  ])('is logged as an error with its name when it fails: %j', async (asked, says, logged) => {
    const answer = 'uri' in asked ? client.readResource(asked) : client.getPrompt(asked);
    await expect(answer).rejects.toThrow(says);
    expect(errors).toEqual([expect.stringMatching(logged)]);
  });

  it('is not logged when it refuses', async () => {
    await expect(client.getPrompt({ name: 'secret-plan' })).rejects.toThrow('Not yours');
    expect(errors).toEqual([]);
  });
});
