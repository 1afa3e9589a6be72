import { inject, Injectable } from '@angular/core';

import { FETCH } from './fetch.ts';
import { Requests } from './requests.ts';
import { ServerAddress } from './server-address.ts';

/** Requests to the server that has served this page. */
@Injectable({ providedIn: 'root' })
export class ServerRequests extends Requests {
  constructor() {
    super(inject(FETCH), inject(ServerAddress).pathOf(''));
  }
}
