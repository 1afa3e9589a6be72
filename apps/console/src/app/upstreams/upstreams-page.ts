import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CONSOLE_PAGES, type UpstreamView } from '#contract';

import { currentMoment } from '../analysis/current-moment.ts';
import { UpstreamsApi } from '../api/upstreams-api.ts';
import { answerText } from '../commands/command-answer.ts';
import { Commands } from '../commands/commands.ts';
import { Upstreams } from '../picture/upstreams.ts';
import { formatWhen } from '../time/when.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { eraWords, stateWords } from './upstream-words.ts';

/** The page of the servers behind the gateway: their state, what they write, and their restart. */
@Component({
  selector: 'app-upstreams',
  imports: [Missing, RouterLink],
  templateUrl: './upstreams-page.html',
  styleUrl: './upstreams-page.css',
  host: { class: 'table-page' },
})
export class UpstreamsPage {
  readonly #upstreams = inject(Upstreams);
  readonly #api = inject(UpstreamsApi);
  readonly #announcer = inject(LiveAnnouncer);
  readonly #now = currentMoment();
  readonly #commands = inject(Commands);
  protected readonly list = this.#upstreams.list;
  protected readonly rows = computed(() => this.list.value()?.upstreams ?? []);
  protected readonly mayRestart = computed(
    () => this.#commands.allowed() && this.#commands.refusal() === null,
  );
  /** The upstream whose restart is to be confirmed. */
  protected readonly asked = signal('');
  /** Why the last restart was not accepted. */
  protected readonly refusal = signal('');
  protected readonly sessionsPage = `/${CONSOLE_PAGES.sessions}`;
  protected readonly formatCount = formatCount;
  protected readonly stateWords = stateWords;
  protected readonly eraWords = eraWords;

  constructor() {
    this.#upstreams.watch(inject(DestroyRef));
  }

  protected since({ since }: UpstreamView): string {
    return since === undefined ? '' : formatWhen(since, this.#now());
  }

  protected sessionsOf({ name }: UpstreamView): { filter: string } {
    return { filter: `upstream:${name}` };
  }

  protected callsOf({ name }: UpstreamView): { filter: string } {
    return { filter: `upstream:${name} is:running` };
  }

  protected async restart(name: string): Promise<void> {
    this.asked.set('');
    this.refusal.set('');
    try {
      await this.#api.restart(name);
      void this.#announcer.announce(`The upstream ${name} is being restarted.`, 'polite');
      this.list.reload();
    } catch (error) {
      this.refusal.set(answerText(error));
    }
  }
}
