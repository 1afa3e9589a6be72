import { Injectable } from '@nestjs/common';
import { Tool } from '#tools';
import { PNG, WAV } from './content.ts';

/** Tools that return every kind of content. */
@Injectable()
export class ContentTools {
  @Tool({ name: 'test_simple_text', description: 'Returns a text.' })
  text(): string {
    return 'This is a simple text response for testing.';
  }

  @Tool({ name: 'test_image_content', description: 'Returns an image.' })
  image() {
    return { content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] };
  }

  @Tool({ name: 'test_audio_content', description: 'Returns a sound.' })
  audio() {
    return { content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] };
  }

  @Tool({ name: 'test_embedded_resource', description: 'Returns a resource in its result.' })
  embedded() {
    const text = 'This is an embedded resource content.';
    const resource = { uri: 'test://embedded-resource', mimeType: 'text/plain', text };
    return { content: [{ type: 'resource', resource }] };
  }

  @Tool({ name: 'test_multiple_content_types', description: 'Returns a text, an image and a resource.' })
  mixed() {
    const text = JSON.stringify({ test: 'data', value: 123 });
    const resource = { uri: 'test://mixed-content-resource', mimeType: 'application/json', text };
    return {
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        { type: 'image', data: PNG, mimeType: 'image/png' },
        { type: 'resource', resource },
      ],
    };
  }

  @Tool({ name: 'test_error_handling', description: 'Fails.' })
  fail(): never {
    throw new Error('This tool intentionally returns an error for testing');
  }
}
