import { APP_BASE_HREF, BrowserPlatformLocation, LocationStrategy, PlatformLocation } from '@angular/common';
import type { EnvironmentProviders, Provider } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router, TitleStrategy } from '@angular/router';

import { routes } from '../app/app.routes.ts';
import { App } from '../app/app.ts';
import { PageTitle } from '../app/shell/attention/page-title.ts';
import { PathWithoutHash } from '../app/view/path-without-hash.ts';
import { advanceClock } from './advance-clock.ts';
// Preloads pages and parts, so that opening them takes no real time.
import '../app/not-found/not-found.ts';
import '../app/overview/overview.ts';
import '../app/session/session.ts';
import '../app/sessions/sessions.ts';
import '../app/tools/tools.ts';
import '../app/errors/errors.ts';
import '../app/clients/clients.ts';
import '../app/instances/instances-page.ts';
import '../app/upstreams/upstreams-page.ts';
import '../app/call/panel/call-panel.ts';
import '../app/commands/confirm-command.ts';
import '../app/display/display-dialog.ts';
import '../app/filter/filter-alarms.ts';
import '../app/filter/saved-filters-sheet.ts';
import '../app/filter/suggestions.ts';
import '../app/palette/palette.ts';
import '../app/replay/replay-bar.ts';
import '../app/scope/time-dialog.ts';
import '../app/shell/connection/diagnostics/diagnostics.ts';
import '../app/shell/help/help-sheet.ts';
import '../app/sign-in/sign-in.ts';
import '../app/sign-in/switch-account.ts';

/** Provides the router of the console with the address of the window, for a console at `/dashboard/`. */
export const ROUTING: (Provider | EnvironmentProviders)[] = [
  provideRouter(routes),
  { provide: PlatformLocation, useClass: BrowserPlatformLocation },
  { provide: APP_BASE_HREF, useValue: '/dashboard/' },
  { provide: LocationStrategy, useClass: PathWithoutHash },
  { provide: TitleStrategy, useExisting: PageTitle },
];

/** Opens the console at the address of the window. */
export async function openConsole(): Promise<ComponentFixture<App>> {
  const fixture = TestBed.createComponent(App);
  TestBed.inject(Router).initialNavigation();
  await advanceClock();
  return fixture;
}

/** Navigates to a page, such as `/tools`, with its query. */
export async function goTo(url: string): Promise<void> {
  void TestBed.inject(Router).navigateByUrl(url);
  await advanceClock();
}
