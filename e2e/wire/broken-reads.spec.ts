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

describe.each(ERAS)('a prompt or resource that fails for an agent of the $era era', ({ connect }) => {
  it.each([
    [{ name: 'plan' }, /The prompt "plan" failed[^]*RangeError: No plan fits/],
    [{ name: 'nothing' }, /The prompt "nothing" failed[^]*neither a text nor messages/],
    [{ name: 'secret-plan' }, undefined],
    [{ uri: 'test://report' }, /The resource test:\/\/report failed[^]*The disk is gone/],
    [{ uri: 'test://page/7' }, /The resource test:\/\/page\/7 failed[^]*no JSON/],
  ])('is logged as an error with its name, unless it refuses: %j', async (asked, logged) => {
    const errors: string[] = [];
    const note = (...parts: unknown[]) => void errors.push(parts.join('\n'));
    const logger = { error: note, log: () => undefined, warn: () => undefined } as LoggerService;
    const app = await createCrowsnestTestingApp({ providers: [Handlers], logger });
    // Both SDKs' clients answer these methods alike.
    const client = (await connect(app)) as ModernClient;
    const answer = 'uri' in asked ? client.readResource(asked) : client.getPrompt(asked);
    await expect(answer).rejects.toThrow();
    expect(errors).toEqual(logged ? [expect.stringMatching(logged)] : []);
    await client.close();
    await app.close();
  });
});
