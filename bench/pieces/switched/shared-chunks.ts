import { StreamWriter as WithPiece } from '../../../libs/admin/stream/delivery/stream-writer.ts';
import { pieceSwitch } from '../piece-switch.ts';

type Shared = Parameters<WithPiece['writeShared']>[0];

/** Without the piece: the response frames a shared chunk again for each subscriber. */
export class StreamWriter extends WithPiece {
  override writeShared(shared: Shared): boolean {
    return pieceSwitch.isOn ? super.writeShared(shared) : this.write(shared.bytes);
  }
}
