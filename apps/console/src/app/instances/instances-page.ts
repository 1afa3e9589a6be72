import { Component, computed, DestroyRef, inject } from '@angular/core';
import { CONSOLE_PAGES, type InstanceView } from '#contract';

import { currentMoment } from '../analysis/current-moment.ts';
import { instanceFilter } from '../picture/instance-filter.ts';
import { Instances } from '../picture/instances.ts';
import { formatWhen } from '../time/when.ts';
import { CountLink, type CountQuery } from '../ui/count-link.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { lagText, lagTone } from './lag-text.ts';

/** The page of instances: which share the log, what each one serves, how far it is behind, and which one answers. */
@Component({
  selector: 'app-instances',
  imports: [CountLink, Missing, WholeText],
  templateUrl: './instances-page.html',
  styleUrl: './instances-page.css',
  host: { class: 'table-page' },
})
export class InstancesPage {
  readonly #instances = inject(Instances);
  readonly #now = currentMoment();
  protected readonly list = this.#instances.list;
  protected readonly rows = computed(() => this.list.value()?.instances ?? []);
  protected readonly sessionsPage = `/${CONSOLE_PAGES.sessions}`;
  protected readonly formatCount = formatCount;
  protected readonly lagText = lagText;
  protected readonly lagTone = lagTone;

  constructor() {
    this.#instances.watch(inject(DestroyRef));
  }

  protected answers({ instance }: InstanceView): boolean {
    return instance === this.#instances.answering();
  }

  protected since({ since }: InstanceView): string {
    return formatWhen(since, this.#now());
  }

  protected sessionsOf({ instance }: InstanceView): CountQuery {
    return { filter: instanceFilter(instance), silent: 'shown' };
  }

  protected callsOf({ instance }: InstanceView): CountQuery {
    return { filter: `${instanceFilter(instance)} is:running` };
  }
}
