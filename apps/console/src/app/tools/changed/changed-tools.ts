import { Component, computed, DestroyRef, inject, input, output } from '@angular/core';
import type { OfferedTool } from '#contract';

import { currentMoment } from '../../analysis/current-moment.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { formatCount } from '../../ui/numbers.ts';
import { RowToggle } from '../../ui/row-toggle.ts';
import { firstRows, ShowMore } from '../../ui/show-more.ts';
import { choiceParameter, textParameter } from '../../view/parameter.ts';
import { UrlState } from '../../view/url-state.ts';
import { DefinitionChanges } from './definition-changes.ts';

const STEP = 20;
const CHANGES = choiceParameter('changes', ['folded', 'shown']);
const OPEN_CHANGE = textParameter('change');

/** The tools whose definitions have changed: those that are withheld first, then the newest changes. */
@Component({
  selector: 'app-changed-tools',
  imports: [DefinitionChanges, RowToggle, ShowMore],
  templateUrl: './changed-tools.html',
  styleUrl: './changed-tools.css',
})
export class ChangedTools {
  readonly tools = input.required<readonly OfferedTool[]>();
  /** A definition was approved. */
  readonly approved = output();
  readonly #now = currentMoment();
  readonly #url = inject(UrlState);
  readonly #owner = inject(DestroyRef);
  readonly #shown = this.#url.value(CHANGES, this.#owner);
  protected readonly open = this.#url.value(OPEN_CHANGE, this.#owner);
  protected readonly isShown = computed(() => this.#shown() === 'shown');
  readonly #sorted = computed(() =>
    this.tools().toSorted(
      (a, b) =>
        Number(b.withheld ?? false) - Number(a.withheld ?? false) ||
        (b.changedAt ?? '').localeCompare(a.changedAt ?? ''),
    ),
  );
  protected readonly list = firstRows(this.#sorted, STEP);
  protected readonly withheld = computed(() => this.tools().filter((tool) => tool.withheld).length);
  protected readonly formatCount = formatCount;
  protected readonly exactTime = exactTime;

  protected moment({ changedAt = '' }: OfferedTool): string {
    return formatWhen(changedAt, this.#now());
  }

  protected toggleAll(): void {
    this.#url.set(CHANGES, this.isShown() ? 'folded' : 'shown');
  }

  protected toggle(tool: string): void {
    this.#url.set(OPEN_CHANGE, this.open() === tool ? '' : tool);
  }
}
