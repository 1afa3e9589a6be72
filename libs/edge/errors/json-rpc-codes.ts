/** The codes of JSON-RPC errors. Handlers throw those of the SDK's `ProtocolErrorCode`, which has no code of a transport. */
export const JSON_RPC = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
  /** A fault of the transport, with the code that the MCP SDKs use. */
  serverError: -32_000,
  sessionNotFound: -32_001,
  /** Written by older servers only. */
  resourceNotFound: -32_002,
  /** A header of revision 2026-07-28 that does not say what the body says. */
  headerMismatch: -32_020,
  /** The client has not declared what the answer needs. */
  missingCapability: -32_021,
} as const;
