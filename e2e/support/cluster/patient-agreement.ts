import type { INestApplication } from '@nestjs/common';
import { AGREEMENT_BOUNDS, type AgreementBounds } from '#sessions';

const LONG_MS = 60_000;

/** Makes an instance wait until all agree on the session of an agent, however busy the machine is. */
export function waitForAgreement(app: INestApplication): void {
  Object.assign(app.get<AgreementBounds>(AGREEMENT_BOUNDS, { strict: false }), {
    agreeMs: LONG_MS,
    readBackMs: LONG_MS,
  });
}
