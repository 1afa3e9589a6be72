import { Injectable } from '@nestjs/common';
import { Places } from '#edge';

/** Limits the requests whose bodies are in memory at a time: up to 4 MiB each. */
@Injectable()
export class RequestPlaces extends Places {
  constructor() {
    super({ what: 'requests to /ingest', code: 'TOO_MANY_REQUESTS', max: 64, maxPerPrincipal: 16 });
  }
}
