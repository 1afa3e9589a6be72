import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prompt } from '#tools';
import { PNG } from './content.ts';

@Injectable()
export class TestPrompts {
  @Prompt({ name: 'test_simple_prompt', description: 'A prompt without arguments.' })
  simple(): string {
    return 'This is a simple prompt for testing.';
  }

  @Prompt({
    name: 'test_prompt_with_arguments',
    description: 'A prompt with arguments.',
    args: z.object({
      arg1: z.string().describe('First test argument'),
      arg2: z.string().describe('Second test argument'),
    }),
    complete: { arg1: (value) => ['paris', 'park', 'party'].filter((word) => word.startsWith(value)) },
  })
  withArguments({ arg1, arg2 }: { arg1: string; arg2: string }): string {
    return `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`;
  }

  @Prompt({
    name: 'test_prompt_with_embedded_resource',
    description: 'A prompt that holds a resource.',
    args: z.object({ resourceUri: z.string().describe('The resource to embed') }),
  })
  withResource({ resourceUri: uri }: { resourceUri: string }) {
    const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
    return [
      { role: 'user', content: { type: 'resource', resource } },
      { role: 'user', content: { type: 'text', text: 'Please process the embedded resource above.' } },
    ];
  }

  @Prompt({ name: 'test_prompt_with_image', description: 'A prompt that holds an image.' })
  withImage() {
    return [
      { role: 'user', content: { type: 'image', data: PNG, mimeType: 'image/png' } },
      { role: 'user', content: { type: 'text', text: 'Please analyze the image above.' } },
    ];
  }
}
