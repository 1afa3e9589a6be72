import { Places } from '#edge';
import type { AdminModuleOptions } from '../admin.module-definition.ts';

const DEFAULT_MAX_STREAMS = 10_000;
const DEFAULT_MAX_STREAMS_PER_ADMIN = 5_000;

/** Limits how many streams are open at a time: in all, and for each admin. */
export class StreamLimits extends Places {
  constructor({
    maxStreams = DEFAULT_MAX_STREAMS,
    maxStreamsPerAdmin = DEFAULT_MAX_STREAMS_PER_ADMIN,
  }: Pick<AdminModuleOptions, 'maxStreams' | 'maxStreamsPerAdmin'>) {
    super({
      what: 'streams',
      code: 'TOO_MANY_STREAMS',
      max: maxStreams,
      maxPerPrincipal: maxStreamsPerAdmin,
    });
  }
}
