import { inject, Injectable } from '@angular/core';
import { ROUTES, type AlertsView } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Reads the state of alerts. */
@Injectable({ providedIn: 'root' })
export class AlertsApi {
  readonly #requests = inject(ServerRequests);

  /** Returns what fires, the rules and the silences. Rejects like `Requests`. */
  async view(signal: AbortSignal): Promise<AlertsView> {
    return this.#requests.ask<AlertsView>(ROUTES.alerts, { signal });
  }
}
