import { memoizedSchema as withPiece } from '../../../libs/mcp/surface/memoized-schema.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Without the piece: the JSON Schema is made anew whenever the SDK asks for it. */
export const memoizedSchema: typeof withPiece = (schema) => {
  const { '~standard': standard } = schema;
  const plain = standard.jsonSchema;
  const memoized = withPiece(schema)['~standard'].jsonSchema;
  const chosen = (): typeof plain => (pieceSwitch.isOn ? memoized : plain);
  const jsonSchema: typeof plain = {
    input: (options) => chosen().input(options),
    output: (options) => chosen().output(options),
  };
  return { '~standard': { ...standard, jsonSchema } };
};
