import { Injectable } from '@nestjs/common';
import type { ServerNotifier } from '@modelcontextprotocol/server';
import { merge, Subscription, type Observable } from 'rxjs';
import { PromptRegistry, ResourceRegistry, ResourceTemplateRegistry, ToolRegistry } from '#tools';

/** Tells those who listen in revision 2026-07-28 what has changed. */
@Injectable()
export class ChangeNotices {
  constructor(
    private readonly tools: ToolRegistry,
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly prompts: PromptRegistry,
  ) {}

  /** Until the subscription ends. */
  tell(notify: ServerNotifier): Subscription {
    const telling = new Subscription();
    telling.add(onceATurn(this.tools.changes, () => notify.toolsChanged()));
    telling.add(onceATurn(this.prompts.changes, () => notify.promptsChanged()));
    const resources = merge<unknown[]>(this.resources.changes, this.templates.changes);
    telling.add(onceATurn(resources, () => notify.resourcesChanged()));
    telling.add(this.resources.updates.subscribe((uri) => notify.resourceUpdated(uri)));
    return telling;
  }
}

// Changes that are made together are told once.
function onceATurn(changes: Observable<unknown>, tell: () => void): Subscription {
  let isDue = false;
  return changes.subscribe(() => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      tell();
    });
  });
}
