import { Injectable } from '@nestjs/common';
import { ToolSchemas as WithPiece } from '../../../libs/mcp/decorated/surface/tool-schemas.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Without the piece: the JSON Schema is generated each time it is requested. */
@Injectable()
export class ToolSchemas extends WithPiece {
  override memoized(schema: Parameters<WithPiece['memoized']>[0]): ReturnType<WithPiece['memoized']> {
    const { '~standard': standard } = schema;
    const plain = standard.jsonSchema;
    const memoized = super.memoized(schema)['~standard'].jsonSchema;
    const chosen = (): typeof plain => (pieceSwitch.isOn ? memoized : plain);
    const jsonSchema: typeof plain = {
      input: (options) => chosen().input(options),
      output: (options) => chosen().output(options),
    };
    return { '~standard': { ...standard, jsonSchema } };
  }
}
