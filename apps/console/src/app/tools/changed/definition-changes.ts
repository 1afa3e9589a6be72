import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MAX_REASON, type ToolDefinitionVersion } from '#contract';

import { currentMoment } from '../../analysis/current-moment.ts';
import { failureText } from '../../api/api-error.ts';
import { ServerAnswer } from '../../api/server-answer.ts';
import { ToolsApi } from '../../api/routes/tools-api.ts';
import { reachedRole } from '../../identity/reached-role.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { Missing } from '../../ui/missing.ts';
import { differencesOf } from './definition-differences.ts';

/** How the definition of a tool has changed, step by step, and the approval of the newest one. */
@Component({
  selector: 'app-definition-changes',
  imports: [Missing],
  templateUrl: './definition-changes.html',
  styleUrl: './definition-changes.css',
})
export class DefinitionChanges {
  readonly tool = input.required<string>();
  /** The newest definition was approved. */
  readonly approved = output();
  readonly #tools = inject(ToolsApi);
  readonly #now = currentMoment();

  protected readonly definitions = new ServerAnswer(
    () => ({ key: this.tool() }),
    ({ key }, aborted) => this.#tools.definitionsOf(key, aborted),
  );
  protected readonly steps = computed(() => {
    const { versions = [] } = this.definitions.value() ?? {};
    return versions.slice(0, -1).map((after, at) => {
      const before = versions[at + 1] ?? after;
      return { after, before, differences: differencesOf(before, after) };
    });
  });
  protected readonly mayApprove = reachedRole('admin');
  protected readonly isSending = signal(false);
  protected readonly problem = signal('');
  protected readonly maxReason = MAX_REASON;
  protected readonly exactTime = exactTime;

  protected moment({ since }: ToolDefinitionVersion): string {
    return formatWhen(since, this.#now());
  }

  protected async approve(submitted: Event, { hash }: ToolDefinitionVersion, reason: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending()) return;
    this.isSending.set(true);
    this.problem.set('');
    try {
      await this.#tools.approve(this.tool(), hash, reason.trim());
      this.approved.emit();
    } catch (error) {
      this.problem.set(failureText(error));
    } finally {
      this.isSending.set(false);
      this.definitions.reload();
    }
  }
}
