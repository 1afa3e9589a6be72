import { afterRenderEffect, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import type { AdminIdentity } from '#contract';

import { Oversight } from '../../oversight/oversight.ts';
import { AuditorRight } from '../../identity/auditor-right.ts';
import { Alerts } from '../../oversight/alerts.ts';
import { Instances } from '../../picture/instances.ts';
import { Upstreams } from '../../picture/upstreams.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { LookoutMark } from '../../ui/icons/lookout-mark.ts';
import { UrlState } from '../../view/url-state.ts';
import { ALERTS, AUDIT, INSTANCES, PAGES, UPSTREAMS } from '../pages.ts';

/** The top row with the pages and the signed-in admin. */
@Component({
  selector: 'app-top-bar',
  imports: [Icon, LookoutMark, RouterLink, RouterLinkActive],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
})
export class TopBar {
  readonly admin = input.required<AdminIdentity>();
  readonly signOut = output();
  readonly #isShared = inject(Instances).isShared;
  readonly #seesAlerts = inject(Oversight).isHeld;
  readonly #hasUpstreams = inject(Upstreams).areThere;
  readonly #seesTrail = inject(AuditorRight).isHeld;
  /** The link of the page that is shown. */
  readonly #current = signal<HTMLElement | null>(null);
  protected readonly pages = computed(() => [
    ...PAGES,
    ...(this.#hasUpstreams() ? [UPSTREAMS] : []),
    ...(this.#isShared() ? [INSTANCES] : []),
    ...(this.#seesAlerts() ? [ALERTS] : []),
    ...(this.#seesTrail() ? [AUDIT] : []),
  ]);
  protected readonly alerts = ALERTS;
  /** Number of alerts that fire. */
  protected readonly firing = inject(Alerts).count;
  /** A page's link is active regardless of the query. */
  protected readonly ofPath = {
    paths: 'exact',
    queryParams: 'ignored',
    matrixParams: 'ignored',
    fragment: 'ignored',
  } as const;
  /** The link of the sessions is also active on the page of one session. */
  protected readonly below = { ...this.ofPath, paths: 'subset' } as const;
  /** Links to other pages keep the filter and the time. */
  protected readonly query = inject(UrlState).kept;

  constructor() {
    // Where the row of pages has no room for all. One that joins them later, and a badge, move the others.
    afterRenderEffect({
      write: () => {
        this.pages();
        this.firing();
        this.#current()?.scrollIntoView({ block: 'nearest', inline: 'center' });
      },
    });
  }

  protected show(isShown: boolean, link: HTMLElement): void {
    if (isShown) this.#current.set(link);
  }
}
