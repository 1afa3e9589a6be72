import { inject, Injectable } from '@angular/core';

import { ServerRequests } from '../server-requests.ts';
import { ServerRoutes } from './server-routes.ts';

/** The routes of the server that has served this page. */
@Injectable({ providedIn: 'root' })
export class ServerApi extends ServerRoutes {
  constructor() {
    super(inject(ServerRequests));
  }
}
