import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';

/** Reports uncaught errors of the page to Angular's ErrorHandler. Change detection is zoneless by default. */
export const appConfig: ApplicationConfig = {
  providers: [provideBrowserGlobalErrorListeners()],
};
