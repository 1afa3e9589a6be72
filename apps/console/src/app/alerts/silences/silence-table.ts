import { Component, computed, inject, input, signal } from '@angular/core';
import type { AlertsView, Silence } from '#contract';

import { answerText } from '../../commands/command-answer.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { currentMoment } from '../../analysis/current-moment.ts';
import { formatSpan } from '../../time/durations.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { AlertCommands } from '../alert-commands.ts';

/** The silences that last. */
@Component({
  selector: 'app-silence-table',
  imports: [WholeText],
  templateUrl: './silence-table.html',
  styleUrl: '../alert-table.css',
})
export class SilenceTable {
  readonly view = input.required<AlertsView | null>();
  readonly maySilence = input.required<boolean>();
  readonly #commands = inject(AlertCommands);
  readonly #time = inject(PictureTime);
  readonly #now = currentMoment();
  /** The silences that are being ended. */
  readonly #ending = signal<ReadonlySet<string>>(new Set());
  protected readonly problem = signal('');
  protected readonly rows = computed(() =>
    (this.view()?.silences ?? []).filter(({ until }) => Date.parse(until) > this.#time.second()),
  );
  protected readonly exactTime = exactTime;

  /** What the silence is about. */
  protected aboutOf({ rule, subject = {} }: Silence): string {
    const parts = Object.entries(subject).map(([member, value]) => `${member} ${value}`);
    return [...(rule === undefined ? [] : [rule]), ...parts].join(', ');
  }

  protected when({ since }: Silence): string {
    return formatWhen(since, this.#now());
  }

  protected left({ until }: Silence): string {
    return `in ${formatSpan(Date.parse(until) - this.#now())}`;
  }

  protected isEnding({ id }: Silence): boolean {
    return this.#ending().has(id);
  }

  protected async end({ id }: Silence): Promise<void> {
    this.problem.set('');
    this.#ending.update((ending) => new Set(ending).add(id));
    try {
      await this.#commands.endSilence(id);
    } catch (error) {
      this.problem.set(answerText(error));
      this.#ending.update((ending) => new Set([...ending].filter((other) => other !== id)));
    }
  }
}
