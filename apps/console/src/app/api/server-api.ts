import { inject, Injectable } from '@angular/core';

import { FETCH } from './fetch.ts';
import { ServerAddress } from './server-address.ts';
import { ServerRoutes } from './server-routes.ts';

/** The routes of the server that has served this page. */
@Injectable({ providedIn: 'root' })
export class ServerApi extends ServerRoutes {
  constructor() {
    super(inject(FETCH), inject(ServerAddress).pathOf(''));
  }
}
