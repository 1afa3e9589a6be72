import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';

/** Zoneless is Angular's default; only what it cannot know is said here. */
export const appConfig: ApplicationConfig = {
  providers: [provideBrowserGlobalErrorListeners()],
};
