import { Component, input } from '@angular/core';
import type { OfferedTool } from '#contract';

import { formatBytes } from '../ui/numbers.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { formatTokens } from '../ui/tokens.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';

const STEP = 100;

/** The tools that are listed and were not called, with what each costs every agent that reads the list. */
@Component({
  selector: 'app-uncalled-tools',
  imports: [ShowMore, WholeText],
  template: `
    <table aria-label="Tools that were not called">
      <thead>
        <tr>
          <th scope="col">Tool</th>
          <th scope="col" class="number">Definition</th>
          <th scope="col" class="number">About</th>
          <th scope="col">Called before</th>
          <th scope="col" class="what">What it says it does</th>
        </tr>
      </thead>
      <tbody>
        @for (tool of list.rows(); track tool.name) {
          <tr>
            <th scope="row" class="name" appWhole>{{ tool.name }}</th>
            <td class="number">{{ formatBytes(tool.definitionBytes) }}</td>
            <td class="number soft">{{ formatTokens(tool.definitionBytes) }}</td>
            <td [class.soft]="wasCalled(tool.name)">{{ wordFor(tool.name) }}</td>
            <td class="what soft" appWhole>{{ tool.title ?? tool.description }}</td>
          </tr>
        }
      </tbody>
    </table>
    <app-show-more [list]="list" />
  `,
  styles: `
    .name {
      max-width: 16rem;
    }

    .what {
      width: 100%;
      max-width: 0;
    }

    @container (width < 40rem) {
      .what {
        display: none;
      }

      .name {
        width: 100%;
        max-width: 0;
      }
    }
  `,
})
export class UncalledTools {
  readonly tools = input.required<readonly OfferedTool[]>();
  /** The tools that were called since the log was made; null if that is not known. */
  readonly everCalled = input.required<Readonly<Record<string, { calls: number }>> | null>();
  protected readonly list = firstRows(this.tools, STEP);
  protected readonly formatBytes = formatBytes;
  protected readonly formatTokens = formatTokens;

  protected wasCalled(tool: string): boolean {
    return (this.everCalled()?.[tool]?.calls ?? 0) > 0;
  }

  protected wordFor(tool: string): string {
    if (!this.everCalled()) return '';
    return this.wasCalled(tool) ? 'yes' : 'never';
  }
}
