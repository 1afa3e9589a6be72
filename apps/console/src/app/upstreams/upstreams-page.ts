import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { CONSOLE_PAGES, type UpstreamView } from '#contract';

import { currentMoment } from '../analysis/current-moment.ts';
import { answerText } from '../commands/command-answer.ts';
import { Commands } from '../commands/commands.ts';
import { instanceFilter } from '../picture/instance-filter.ts';
import { Upstreams } from '../picture/upstreams.ts';
import { formatWhen } from '../time/when.ts';
import { CountLink, type CountQuery } from '../ui/count-link.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { RestartUpstream } from './restart-upstream.ts';
import { UpstreamRestarts } from './upstream-restarts.ts';
import { eraWords, stateWords } from './upstream-words.ts';

/** The page of the servers behind the gateway: their state, what they write, and their restart. */
@Component({
  selector: 'app-upstreams',
  imports: [CountLink, KeepFocus, Missing, RestartUpstream, WholeText],
  templateUrl: './upstreams-page.html',
  styleUrl: './upstreams-page.css',
  host: { class: 'table-page' },
})
export class UpstreamsPage {
  readonly #upstreams = inject(Upstreams);
  readonly #restarts = inject(UpstreamRestarts);
  readonly #announcer = inject(LiveAnnouncer);
  readonly #now = currentMoment();
  protected readonly list = this.#upstreams.list;
  protected readonly rows = computed(() => this.list.value()?.upstreams ?? []);
  protected readonly silent = computed(() => this.list.value()?.silent ?? []);
  protected readonly names = computed(() => new Set(this.rows().map(({ name }) => name)).size);
  protected readonly instances = computed(
    () => new Set([...this.rows().map(({ instance }) => instance), ...this.silent()]).size,
  );
  protected readonly isSpread = computed(() => this.instances() > 1);
  protected readonly columns = computed(() => 8 + (this.isSpread() ? 1 : 0) + (this.mayRestart() ? 1 : 0));
  protected readonly mayRestart = inject(Commands).offered;
  /** Why the last restart was not accepted. */
  protected readonly refusal = signal('');
  protected readonly sessionsPage = `/${CONSOLE_PAGES.sessions}`;
  protected readonly formatCount = formatCount;
  protected readonly stateWords = stateWords;
  protected readonly eraWords = eraWords;

  constructor() {
    this.#upstreams.watch(inject(DestroyRef));
  }

  protected keyOf({ name, instance }: UpstreamView): string {
    return `${name} ${instance}`;
  }

  /** What a row is called: with its instance, if there are several. */
  protected nameOf({ name, instance }: UpstreamView): string {
    return this.isSpread() ? `${name} in ${instance}` : name;
  }

  /** How many calls of an upstream are in flight, in all instances. */
  protected inFlightOf(upstream: string): number {
    const own = this.rows().filter(({ name }) => name === upstream);
    return own.reduce((sum, { inFlight }) => sum + inFlight, 0);
  }

  protected since({ since }: UpstreamView): string {
    return since === undefined ? '' : formatWhen(since, this.#now());
  }

  protected sessionsOf(row: UpstreamView): CountQuery {
    return { filter: this.#filterOf(row), silent: 'shown' };
  }

  /** What it told of its failures and returns. */
  protected turnsOf(row: UpstreamView): CountQuery {
    return { filter: `${this.#filterOf(row)} type:upstream:*` };
  }

  protected callsOf(row: UpstreamView): CountQuery {
    return { filter: `${this.#filterOf(row)} is:running` };
  }

  /** Restarts an upstream in one instance, or in all with null. */
  protected async restart(name: string, instance: string | null): Promise<void> {
    this.refusal.set('');
    try {
      await this.#restarts.restart(name, instance ?? undefined);
      void this.#announcer.announce(`The upstream ${name} is being restarted.`, 'polite');
      this.list.reload();
    } catch (error) {
      this.refusal.set(answerText(error));
    }
  }

  #filterOf({ name, instance }: UpstreamView): string {
    const upstream = `upstream:${name}`;
    return this.isSpread() ? `${upstream} ${instanceFilter(instance)}` : upstream;
  }
}
