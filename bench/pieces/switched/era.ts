import { classifyInboundRequest } from '@modelcontextprotocol/server';
import { eraOf as withPiece } from '../../../libs/mcp/era.ts';
import { pieceSwitch } from '../piece-switch.ts';

export { isPlainRequest, MODERN_REVISION, statesRevision } from '../../../libs/mcp/era.ts';

/** Without the piece: the SDK classifies every request. */
export const eraOf: typeof withPiece = (request, body) => {
  if (pieceSwitch.isOn) return withPiece(request, body);
  const header = (name: string): string | undefined => request.header(name);
  const { kind } = classifyInboundRequest({
    httpMethod: request.method,
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    body,
  } as Parameters<typeof classifyInboundRequest>[0]);
  return kind === 'legacy' ? 'legacy' : 'modern';
};
