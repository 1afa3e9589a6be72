import { LocationStrategy } from '@angular/common';
import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, TitleStrategy } from '@angular/router';

import { routes } from './app.routes.ts';
import { PageTitle } from './shell/attention/page-title.ts';
import { PathWithoutHash } from './view/path-without-hash.ts';

/** The providers of the console. Uncaught errors of the page reach Angular's `ErrorHandler`. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    { provide: LocationStrategy, useClass: PathWithoutHash },
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
