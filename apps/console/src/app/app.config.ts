import { LocationStrategy } from '@angular/common';
import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, TitleStrategy } from '@angular/router';

import { routes } from './app.routes.ts';
import { PageTitle } from './shell/page-title.ts';
import { PathWithoutHash } from './view/path-without-hash.ts';

/** Reports uncaught errors of the page to Angular's ErrorHandler. Change detection is zoneless by default. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    { provide: LocationStrategy, useClass: PathWithoutHash },
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
