import { OidcSchema, type OidcOptions } from '#admin';
import type { Member } from './member.ts';

/** The providers of the configuration file that admins sign in at. */
export const OIDC = {
  schema: OidcSchema,
  meaning:
    'Providers at which admins sign in with OpenID Connect, and the roles of their groups. Read again when the file changes.',
  remedy:
    'Give { "providers": [{ "name": "corp", "issuer": "https://id.example.com", "clientId": "crowsnest", ' +
    '"clientSecretFile": "…", "roles": [{ "value": "sre", "role": "admin" }] }] }; docs/sign-in.md describes the rest.',
} satisfies Member<OidcOptions>;
