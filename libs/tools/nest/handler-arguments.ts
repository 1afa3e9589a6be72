import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { ParamsFactory } from '@nestjs/core/helpers/external-context-creator.js';

/** Positions of a handler's parameters. */
export const INPUT = 0;
export const CONTEXT = 1;

/** Where Nest finds what a decorated method's parameters are. */
export const HANDLER_ARGUMENTS = 'crowsnest:handler-arguments';

/** Takes a handler's parameters from the arguments that it is called with, by position. */
export const argumentByPosition: ParamsFactory = {
  exchangeKeyForValue: (position, _data, args: unknown[]) => args[position],
};

/**
 * Describes the parameters of a decorated method to Nest, which applies pipes only to those it knows. The
 * type of the first is taken from its declaration, so that a validation pipe finds its class.
 */
export function describeArguments(type: Type, method: string): void {
  const describe = (index: number) => ({ index, data: undefined, pipes: [] });
  const parameters = { [`${INPUT}:0`]: describe(INPUT), [`${CONTEXT}:1`]: describe(CONTEXT) };
  Reflect.defineMetadata(HANDLER_ARGUMENTS, parameters, type, method);
}
