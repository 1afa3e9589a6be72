import { Injectable } from '@nestjs/common';
import { Tool } from '#tools';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';

/** The trivial tools as methods of a provider. */
@Injectable()
export class TrivialTools {}

for (const name of TOOL_NAMES) {
  const descriptor = {
    value: ({ text }: { text: string }) => toolResult(text),
    configurable: true,
    writable: true,
  };
  Object.defineProperty(TrivialTools.prototype, name, descriptor);
  Tool({ name, description: TOOL_DESCRIPTION, input: toolInput() })(TrivialTools.prototype, name, descriptor);
}
