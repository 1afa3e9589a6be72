import { hasSmallBody as withPiece } from '../../../libs/mcp/request/small-body.ts';
import { pieceSwitch } from '../piece-switch.ts';

export { readSmallBody } from '../../../libs/mcp/request/small-body.ts';

/** Without the piece: the parser of Express reads every body. */
export const hasSmallBody: typeof withPiece = (request) => pieceSwitch.isOn && withPiece(request);
