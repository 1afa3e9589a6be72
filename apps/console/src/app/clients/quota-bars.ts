import { Component, computed, inject, type Signal } from '@angular/core';

import { QuotasApi } from '../api/routes/quotas-api.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { Clock } from '../time/clock.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { quotaBarOf } from './quota-bar.ts';

/** How often the server is asked, in milliseconds: where there are limits, and where there are none. */
const LIMITED_MS = 5_000;
const UNLIMITED_MS = 60_000;
const STEP = 12;

/** Bars that show how much of their limits agents and tenants use now. It is empty where there are no limits. */
@Component({
  selector: 'app-quota-bars',
  imports: [ShowMore, WholeText],
  templateUrl: './quota-bars.html',
  styleUrl: './quota-bars.css',
})
export class QuotaBars {
  readonly #api = inject(QuotasApi);
  readonly #clock = inject(Clock);
  readonly #turn: Signal<number> = computed(() => {
    const everyMs = this.#answer.value()?.quotas.length ? LIMITED_MS : UNLIMITED_MS;
    return Math.floor(this.#clock.second() / everyMs);
  });
  readonly #question = computed(() => ({ key: 'quotas', turn: this.#turn() }));
  readonly #answer = new ServerAnswer(
    () => this.#question(),
    (_, signal) => this.#api.list(signal),
  );
  readonly #bars = computed(() => (this.#answer.value()?.quotas ?? []).map(quotaBarOf));
  protected readonly list = firstRows(this.#bars, STEP);
}
