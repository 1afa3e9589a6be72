import { PlainCalls as WithPiece } from '../../../libs/mcp/modern/plain-calls.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Without the piece: the SDK's gate checks every call. */
export class PlainCalls extends WithPiece {
  override includes(exchange: Parameters<WithPiece['includes']>[0]): boolean {
    return pieceSwitch.isOn && super.includes(exchange);
  }
}
