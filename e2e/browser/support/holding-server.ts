import { Tool, ToolRegistry, type ToolContext } from '#tools';
import type { CrowsnestOptions } from '#crowsnest';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { readAll } from '../../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { serveTools, type ServedTools } from '../../support/cluster/served-tools.ts';

/** Tools whose calls end when the test says so, and fail. */
class HoldingTools {
  readonly #ends = new Set<(text: string) => void>();

  hold(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#ends.add(resolve);
      signal.addEventListener('abort', () => reject(new Error('Interrupted')), { once: true });
    });
  }

  fail(): never {
    throw new Error('The hold is full');
  }

  release(): void {
    for (const end of this.#ends) end('released');
    this.#ends.clear();
  }
}

// Playwright compiles decorators of the standard, and Nest's are older.
for (const name of ['hold', 'fail'] as const)
  Tool({ name })(
    HoldingTools.prototype,
    name,
    Object.getOwnPropertyDescriptor(HoldingTools.prototype, name)!,
  );

/**
 * A server whose tool `hold` answers only when the test says so. However long the console takes, a call of it is in
 * flight meanwhile. Its tool `fail` always fails.
 */
export class HoldingServer {
  private constructor(private readonly served: ServedTools) {}

  /** Starts so many instances of it. */
  static async start(options: CrowsnestOptions, instances: number): Promise<HoldingServer> {
    return new HoldingServer(await serveTools([HoldingTools], options, instances));
  }

  get origin(): string {
    return this.served.origin;
  }

  /** The sign-in link, as a server prints it. */
  get signInLink(): string {
    return `${this.origin}/dashboard/#token=${ADMIN_TOKEN}`;
  }

  /** Connects an agent with a protocol session. */
  connectAgent(name = 'crew'): Promise<LegacyClient> {
    return connectLegacyClient(this.origin, { name });
  }

  /** Answers all calls of `hold` in flight. */
  release(): void {
    for (const app of this.served.apps) app.get(HoldingTools).release();
  }

  /** Offers the tool `fail` with this description from now on; resolves once every instance tells of the change. */
  async describeFail(description: string): Promise<void> {
    for (const app of this.served.apps) {
      const registry = app.get(ToolRegistry);
      const known = registry.get('fail');
      if (!known) throw new Error('There is no tool "fail"');
      registry.remove('fail');
      registry.register({ ...known, options: { ...known.options, description } }, 'test');
    }
    for (const app of this.served.apps) {
      const origin = await app.getUrl();
      const isTold = async (): Promise<boolean> =>
        (await readAll(origin, '0')).some(({ type }) => type === 'tools:changed');
      await waitUntil(isTold, { reason: 'the instance tells of the changed tool' });
    }
  }

  async stop(): Promise<void> {
    await this.served.close();
  }
}
