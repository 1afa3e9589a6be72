import { Component, inject, input, output } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import type { AdminIdentity } from '#contract';

import { Icon } from '../ui/icon.ts';
import { LookoutMark } from '../ui/lookout-mark.ts';
import { UrlState } from '../view/url-state.ts';
import { PAGES } from './pages.ts';
import { ThemeToggle } from './theme-toggle.ts';

/** The row of pages, the theme, and who is signed in. */
@Component({
  selector: 'app-top-bar',
  imports: [Icon, LookoutMark, RouterLink, RouterLinkActive, ThemeToggle],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
})
export class TopBar {
  readonly admin = input.required<AdminIdentity>();
  readonly signOut = output();
  protected readonly pages = PAGES;
  /** A link is that of the page whatever is filtered or selected there. */
  protected readonly ofPath = {
    paths: 'exact',
    queryParams: 'ignored',
    matrixParams: 'ignored',
    fragment: 'ignored',
  } as const;
  /** A session is one of the sessions. */
  protected readonly below = { ...this.ofPath, paths: 'subset' } as const;
  /** Links to other pages keep filter and time. */
  protected readonly query = inject(UrlState).kept;
}
