import { Inject, Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { EventFilter, EventType } from '#contract';
import { EVENTS_MODULE_OPTIONS, type EventsModuleOptions } from '../events.module-definition.ts';

/** What ends before everything else that the log stores. */
export type RetentionOptions = Pick<EventsModuleOptions, 'tenants' | 'types'>;

/** How old the events of one tenant or of one type may become, in milliseconds. */
export interface EventRule {
  filter: Pick<EventFilter, 'tenants' | 'types'>;
  maxAgeMs: number;
}

/** How old the arguments and results of one tenant may become, in milliseconds. */
export interface PayloadRule {
  tenantId: string;
  maxAgeMs: number;
}

/** How long events, arguments and results of some tenants and types are stored. They can be replaced while the server runs. */
@Injectable()
export class RetentionRules {
  readonly #replaced = new Subject<void>();
  #options: RetentionOptions;

  constructor(@Inject(EVENTS_MODULE_OPTIONS) { tenants = {}, types = {} }: EventsModuleOptions) {
    this.#options = { tenants, types };
  }

  get ofEvents(): EventRule[] {
    const { tenants = {}, types = {} } = this.#options;
    const ofTenants = Object.entries(tenants).map(([tenant, { maxAgeMs }]) => ({
      filter: { tenants: [tenant] },
      maxAgeMs,
    }));
    const ofTypes = Object.entries(types).map(([type, { maxAgeMs }]) => ({
      filter: { types: [type as EventType] },
      maxAgeMs,
    }));
    return [...ofTenants, ...ofTypes].flatMap(({ filter, maxAgeMs }) =>
      maxAgeMs === undefined ? [] : [{ filter, maxAgeMs }],
    );
  }

  get ofPayloads(): PayloadRule[] {
    return Object.entries(this.#options.tenants ?? {}).flatMap(([tenantId, { payloadMaxAgeMs }]) =>
      payloadMaxAgeMs === undefined ? [] : [{ tenantId, maxAgeMs: payloadMaxAgeMs }],
    );
  }

  /** Emits after all were replaced. */
  get replaced(): Observable<void> {
    return this.#replaced;
  }

  /** Puts others in the place of all. What has ended already does not come back. */
  replaceAll(options: RetentionOptions): void {
    this.#options = options;
    this.#replaced.next();
  }
}
