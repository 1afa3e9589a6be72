import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';

/** A tenant, and texts that no event of another tenant has. */
export interface Tenant {
  name: 'acme' | 'globex';
  /** The key of its agent. */
  key: string;
  /** The tool that its agents alone call. */
  tool: string;
  /** What its agents pass to their tool. */
  payload: string;
  /** The reason of a command that an admin gave about it. */
  trail: string;
}

/** The tenants that the application serves, each with its own agents. */
export const TENANTS: readonly Tenant[] = [
  {
    name: 'acme',
    key: 'key-of-the-agents-of-acme',
    tool: 'north_desk',
    payload: 'Lemons for Ann',
    trail: 'Ann has asked',
  },
  {
    name: 'globex',
    key: 'key-of-the-agents-of-globex',
    tool: 'south_desk',
    payload: 'Melons for Bob',
    trail: 'Bob has asked',
  },
];

/** The tools of the tenants, and one whose calls run until they are cancelled. */
@Injectable()
export class DeskTools {
  @Tool({ name: 'north_desk', input: z.object({ note: z.string() }) })
  north({ note }: { note: string }): string {
    return `Taken down: ${note}`;
  }

  @Tool({ name: 'south_desk', input: z.object({ note: z.string() }) })
  south({ note }: { note: string }): string {
    return `Taken down: ${note}`;
  }

  @Tool({ name: 'hold' })
  hold(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Interrupted')), { once: true });
    });
  }
}
