export type { AccessOptions, TrustedProxies } from './access/access-options.ts';
export { AccessPolicy } from './access/access-policy.ts';
export { AccessTokens } from './authorization/access-tokens.ts';
export {
  TOKEN_ALGORITHMS,
  type AuthorizationOptions,
  type IssuerOptions,
} from './authorization/authorization-options.ts';
export { isIssuerUrl } from './authorization/is-issuer-url.ts';
export { ProtectedResource } from './authorization/protected-resource.ts';
export { isBehindProxy } from './access/is-behind-proxy.ts';
export { isLoopback } from './access/loopback.ts';
export { isHostname, isOrigin, isProxy } from './access/names.ts';
export { acceptedTypesOf, type AcceptedTypes } from './express/accepted-types.ts';
export { BodyFault } from './body/body-fault.ts';
export { jsonBodyReader, keepBytes, rawBodyOf } from './body/json-body.ts';
export { BodyBudget } from './limits/body-budget.ts';
export type { HoldBody } from './limits/counted-body.ts';
export { Places } from './limits/places.ts';
export { Edge } from './mount/edge.ts';
export { mountPath } from './mount/mount-path.ts';
export { EdgeModule } from './edge.module.ts';
export { EDGE_MODULE_OPTIONS, type EdgeOptions } from './edge.module-definition.ts';
export { EdgeError, nothingAt, shuttingDown, tooMany, unauthenticated } from './errors/edge-error.ts';
export { setErrorHeaders } from './errors/error-headers.ts';
export { JSON_RPC } from './errors/json-rpc-codes.ts';
export { AgentIdentities } from './identity/agent-identities.ts';
export { digestOfKey, type AgentKey } from './identity/agent-key.ts';
export { AgentKeys, type LimitedAgent } from './identity/agent-keys.ts';
export { SECRET, SHA256, TENANT } from './identity/credential-forms.ts';
export { delayTo, LONGEST_TIMER_MS } from './identity/delay-to.ts';
export { sendError } from './errors/send-error.ts';
export { AnonymousAgents } from './identity/anonymous-agents.ts';
export { Attempts } from './identity/attempts/attempts.ts';
export { bearerTokenOf } from './identity/bearer-token.ts';
export { clientAddressOf, clientNetworkOf } from './identity/client-network.ts';
export { BearerSource, type TokenVerifier } from './identity/bearer-source.ts';
export { Identities, type IdentitySource } from './identity/identities.ts';
export type {
  AdminPrincipal,
  AgentPrincipal,
  ObserverPrincipal,
  PeerSender,
  Principal,
  SignIn,
} from './identity/principal.ts';
export { derivedSecret } from './peers/derived-secret.ts';
export { ForwardedSource, isForwarded, isFromInstance } from './identity/forwarded-source.ts';
export { PeerSeal, type SealedRequest } from './peers/peer-seal.ts';
export {
  digestOf,
  principalIdOf,
  SecretVerifier,
  type Secret,
  type SecretOf,
} from './identity/secret-verifier.ts';
export { ToolAccess, type ToolTest } from './identity/tool-access.ts';
export type { ToolRules } from './identity/tool-rules.ts';
export { keptSecret } from './secrets/kept-secret.ts';
export { PrivateFileError } from './secrets/private-file-error.ts';
export { readPrivateFile, replacePrivateFile } from './secrets/private-file.ts';
export { SERVER_KEY } from './secrets/server-key.ts';
