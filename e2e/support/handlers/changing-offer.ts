import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prompt, Resource, ResourceTemplate, Tool, type ResourceContext, type ToolContext } from '#tools';

const ICONS = [{ src: 'https://example.org/icon.svg', mimeType: 'image/svg+xml' }];
const CITIES = ['Oslo', 'Ottawa', 'Paris'];

/** One entry of every kind that a server can offer. */
@Injectable()
export class Offer {
  // Not #cities: what stands in a decorator is compiled to a place outside of the class.
  private readonly cities = CITIES;

  @Resource({
    name: 'readme',
    uri: 'docs://readme',
    title: 'Read me',
    description: 'Read this first.',
    mimeType: 'text/markdown',
    size: 7,
    annotations: { audience: ['user'], priority: 1 },
    icons: ICONS,
    cacheHint: { ttlMs: 60_000, cacheScope: 'public' },
  })
  readme(_variables: unknown, { uri }: ResourceContext): string {
    return `# ${uri}`;
  }

  @Resource({ name: 'logo', uri: 'docs://logo', mimeType: 'image/png' })
  logo(): Uint8Array {
    return new Uint8Array([1, 2, 3]);
  }

  @Resource({ name: 'config', uri: 'docs://config' })
  config(): object {
    return { debug: false };
  }

  @ResourceTemplate({
    name: 'weather',
    uriTemplate: 'weather://{country}/{city}',
    mimeType: 'text/plain',
    complete: {
      city(this: Offer, value, known) {
        if (known['country'] === 'fr') return ['Paris'];
        return this.cities.filter((city) => city.startsWith(value));
      },
    },
    list() {
      return [{ uri: 'weather://no/Oslo', name: 'Oslo' }];
    },
  })
  weather({ country, city }: { country: string; city: string }, { uri }: ResourceContext): string {
    return `${city} in ${country}: rain (${uri})`;
  }

  @Prompt({
    name: 'plan',
    title: 'Plan a trip',
    description: 'Plans a trip to a city.',
    icons: ICONS,
    args: z.object({ city: z.string().describe('Where to.'), days: z.string().optional() }),
    complete: { city: (value) => CITIES.filter((city) => city.startsWith(value)) },
  })
  plan({ city, days = '1' }: { city: string; days?: string }): string {
    return `Plan ${days} day(s) in ${city}`;
  }

  @Prompt({ name: 'many', complete: { item: () => Array.from({ length: 150 }, (_, n) => `item ${n}`) } })
  many() {
    return [
      { role: 'user', content: { type: 'text', text: 'One' } },
      { role: 'assistant', content: { type: 'text', text: 'Two' } },
    ];
  }

  @Tool({ name: 'link', icons: ICONS })
  link() {
    return { content: [{ type: 'resource_link', uri: 'docs://readme', name: 'readme' }] };
  }

  @Tool({ name: 'chat' })
  async chat(_input: unknown, context: ToolContext): Promise<string> {
    await context.log('debug', 'quietly');
    await context.log('warning', { what: 'loudly' }, 'chat');
    return 'said';
  }
}
