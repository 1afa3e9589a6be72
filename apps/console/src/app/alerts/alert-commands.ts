import { inject, Injectable } from '@angular/core';
import {
  alertRuleRoute,
  ROUTES,
  silenceRoute,
  type AlertPreview,
  type AlertRuleAccepted,
  type SilenceAccepted,
  type SilenceForm,
} from '#contract';

import { ApiError } from '../api/api-error.ts';
import { ServerRequests } from '../api/server-requests.ts';
import { Identity } from '../identity/identity.ts';

/** The commands about alerts. They reject like `Requests`; an expired sign-in also leads to the sign-in page. */
@Injectable({ providedIn: 'root' })
export class AlertCommands {
  readonly #requests = inject(ServerRequests);
  readonly #identity = inject(Identity);

  async silence(form: SilenceForm): Promise<void> {
    await this.#send<SilenceAccepted>('POST', ROUTES.alertSilences, form);
  }

  async endSilence(id: string): Promise<void> {
    await this.#send<SilenceAccepted>('DELETE', silenceRoute(id));
  }

  /** Sets a rule, in the form of the configuration file. */
  async setRule(name: string, form: object): Promise<void> {
    await this.#send<AlertRuleAccepted>('PUT', alertRuleRoute(name), form);
  }

  async deleteRule(name: string): Promise<void> {
    await this.#send<AlertRuleAccepted>('DELETE', alertRuleRoute(name));
  }

  /** Tries a rule on the events of the last day. */
  async preview(form: object): Promise<AlertPreview> {
    return this.#send<AlertPreview>('POST', ROUTES.alertPreview, form);
  }

  async #send<T>(method: string, route: string, body?: object): Promise<T> {
    const content = body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    try {
      return await this.#requests.ask<T>(route, { method, ...content });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#identity.lapse();
      throw error;
    }
  }
}
