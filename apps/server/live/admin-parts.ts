import type { INestApplicationContext } from '@nestjs/common';
import { AdminTokens, OidcProviders } from '#admin';
import { MetricsToken } from '#telemetry';
import type { LivePart } from './live-part.ts';

/** Who may sign in or scrape metrics. */
export function adminParts(app: INestApplicationContext): LivePart[] {
  return [admins(app), providers(app), metricsToken(app)];
}

function admins(app: INestApplicationContext): LivePart {
  return {
    name: 'admins',
    settings: ['admins', 'ADMIN_TOKENS'],
    apply({ adminTokens }) {
      app.get(AdminTokens).replaceAll(adminTokens);
      return `${adminTokens.length} tokens are valid`;
    },
  };
}

function providers(app: INestApplicationContext): LivePart {
  return {
    name: 'providers of sign-ins',
    settings: ['oidc'],
    apply({ oidc, adminTokens }) {
      app.get(OidcProviders, { strict: false }).replaceAll(oidc ?? {});
      // Also the token that the server has made itself.
      if (oidc?.tokens === 'off') app.get(AdminTokens).replaceAll(adminTokens);
      return `people sign in at ${oidc?.providers.length ?? 0}`;
    },
  };
}

function metricsToken(app: INestApplicationContext): LivePart {
  return {
    name: 'tokens of metrics',
    settings: ['CROWSNEST_METRICS_TOKEN'],
    apply({ metricsToken: token }) {
      app.get(MetricsToken, { strict: false }).replaceWith(token ?? undefined);
      return token === null ? 'none is valid' : 'one is valid';
    },
  };
}
