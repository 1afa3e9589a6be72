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

/** The token that reads metrics and nothing else, if there is one. It can be replaced while the server runs. */
export class MetricsToken extends SecretVerifier<AdminPrincipal> {
  constructor(token: string | undefined) {
    super(readersOf(token));
  }

  /** Puts another one in its place, or none. */
  replaceWith(token: string | undefined): void {
    this.replace(readersOf(token));
  }
}

/** Identifies who reads the metrics: an admin by token, or the holder of the token for metrics. */
export class MetricsIdentities extends Identities<AdminPrincipal> {
  /** `whenWrong` is told of the network of each wrong token: whoever guesses here guesses tokens of admins. */
  constructor(
    tokens: AdminTokens,
    attempts: Attempts,
    metricsToken: MetricsToken,
    whenWrong: (network: string) => void,
  ) {
    super([new BearerSource([metricsToken, tokens], TOKEN_NEEDED, attempts, whenWrong)], () => TOKEN_NEEDED);
  }
}

function readersOf(token: string | undefined) {
  return token === undefined ? [] : [{ digest: digestOf({ secret: token }), principal: READER }];
}
