import type { INestApplication } from '@nestjs/common';
import { PromptRegistry, ResourceRegistry, ResourceTemplateRegistry, ToolRegistry } from '#tools';

const handle = async () => '';

/** Adds an entry of every kind under a name. */
export function offer(app: INestApplication, name: string): void {
  app.get(ToolRegistry).register({ options: { name, description: `Does ${name}.` }, handle }, 'test');
  app.get(PromptRegistry).register({ options: { name }, handle }, 'test');
  app.get(ResourceRegistry).register({ options: { name, uri: `test://${name}` }, handle }, 'test');
  const options = { name, uriTemplate: `test://${name}/{id}` };
  app.get(ResourceTemplateRegistry).register({ options, handle }, 'test');
}

/** Removes the entries that were added under a name. */
export function withdraw(app: INestApplication, name: string): void {
  app.get(ToolRegistry).remove(name);
  app.get(PromptRegistry).remove(name);
  app.get(ResourceRegistry).remove(`test://${name}`);
  app.get(ResourceTemplateRegistry).remove(name);
}
