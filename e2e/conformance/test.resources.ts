import { Injectable } from '@nestjs/common';
import { Resource, ResourceTemplate, type ResourceContext } from '#tools';
import { PNG } from './content.ts';

@Injectable()
export class TestResources {
  @Resource({
    name: 'static-text',
    uri: 'test://static-text',
    title: 'Static text',
    description: 'A text that stays the same.',
    mimeType: 'text/plain',
  })
  text(): string {
    return 'This is the content of the static text resource.';
  }

  @Resource({
    name: 'static-binary',
    uri: 'test://static-binary',
    title: 'Static image',
    description: 'An image that stays the same.',
    mimeType: 'image/png',
  })
  binary(): Uint8Array {
    return Buffer.from(PNG, 'base64');
  }

  @Resource({
    name: 'watched-resource',
    uri: 'test://watched-resource',
    title: 'Watched text',
    description: 'A text to subscribe to.',
    mimeType: 'text/plain',
  })
  watched(): string {
    return 'Watched resource content';
  }

  @ResourceTemplate({
    name: 'template',
    uriTemplate: 'test://template/{id}/data',
    title: 'Data by id',
    description: 'The data that belong to an id.',
    mimeType: 'application/json',
    complete: { id: (value) => ['123', '124', '200'].filter((id) => id.startsWith(value)) },
  })
  template({ id }: { id: string }, _context: ResourceContext) {
    return { id, templateTest: true, data: `Data for ID: ${id}` };
  }
}
