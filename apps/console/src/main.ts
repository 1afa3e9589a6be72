import { bootstrapApplication } from '@angular/platform-browser';

import { appConfig } from './app/app.config.ts';
import { preloadPage } from './app/app.routes.ts';
import { App } from './app/app.ts';

preloadPage(document);
await bootstrapApplication(App, appConfig);
