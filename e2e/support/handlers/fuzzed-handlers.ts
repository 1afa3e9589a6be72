import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prompt, Resource, ResourceTemplate, Tool, type ToolContext } from '#tools';

/** Handlers of every kind, all of which end. */
@Injectable()
export class FuzzedHandlers {
  @Tool({ name: 'echo', input: z.looseObject({}) })
  echo(input: object): object {
    return input;
  }

  @Tool({ name: 'slow', input: z.object({ ms: z.number().max(20) }) })
  async slow({ ms }: { ms: number }, context: ToolContext): Promise<string> {
    void context.log('info', { ms });
    void context.reportProgress({ progress: 1, message: 'begun' });
    await pause(ms);
    void context.reportProgress({ progress: 2 });
    return 'slow';
  }

  @Tool({ name: 'fail' })
  fail(): never {
    throw new Error('It failed');
  }

  @Tool({ name: 'circle' })
  circle(): object {
    const made: Record<string, unknown> = {};
    made['self'] = made;
    return made;
  }

  @Prompt({ name: 'greet', args: z.object({ name: z.string() }), complete: { name: () => ['Ada', 'Alan'] } })
  greet({ name }: { name: string }): string {
    return `Greet ${name}`;
  }

  @Resource({ name: 'note', uri: 'test://note' })
  note(): string {
    return 'A note';
  }

  @ResourceTemplate({ name: 'notes', uriTemplate: 'test://notes/{id}' })
  notes({ id }: { id: string }): object {
    return { id };
  }
}
