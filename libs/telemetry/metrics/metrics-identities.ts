import { AdminTokens } from '#admin';
import {
  BearerSource,
  digestOf,
  Identities,
  SecretVerifier,
  type AdminPrincipal,
  type Attempts,
} from '#edge';

const TOKEN_NEEDED =
  'Send Authorization: Bearer with an admin token of this server, or with its CROWSNEST_METRICS_TOKEN.';

/** Whoever presents the token that reads metrics and nothing else. It opens no other route. */
const READER: AdminPrincipal = {
  kind: 'admin',
  id: 'metrics',
  name: 'metrics',
  role: 'viewer',
  tenantId: null,
  signIn: null,
};

/** Identifies who reads the metrics: an admin by token, or the holder of the token for metrics. */
export class MetricsIdentities extends Identities<AdminPrincipal> {
  constructor(tokens: AdminTokens, attempts: Attempts, metricsToken: string | undefined) {
    const readers =
      metricsToken === undefined ? [] : [{ digest: digestOf({ secret: metricsToken }), principal: READER }];
    const bearer = new BearerSource([new SecretVerifier(readers), tokens], TOKEN_NEEDED, attempts);
    super([bearer], () => TOKEN_NEEDED);
  }
}
